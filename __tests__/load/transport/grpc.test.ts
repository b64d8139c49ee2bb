import type { ServerHttp2Session } from "node:http2";
import { DispatcherTransport } from "../../../src/load/transport/dispatcher-transport";
import { openTransport } from "../../../src/load/transport/open-transport";
import type { TransportLimits } from "../../../src/load/transport/transport";
import { freePort, track } from "../../http/harness";
import {
  answerCall,
  type Http2Call,
  refuseCall,
  startHttp2Server,
} from "../../support/http2-server";
import { readPem, startRawServer } from "../../support/raw-server";
import { openBy } from "./harness";

const PATH = "/inference.GRPCInferenceService/ModelInfer";
const echo = ({ stream, message }: Http2Call) =>
  answerCall(stream, Buffer.concat([Buffer.from("re:"), message]), { "x-tail": "2" });

const start = async (respond: Parameters<typeof startHttp2Server>[0], certificate?: string) =>
  track(await startHttp2Server(respond, certificate));

const by = (
  url: string,
  more: { patienceMs?: number; limits?: Partial<TransportLimits>; ca?: string } = {},
) =>
  openBy((...given) => openTransport(...given, "1.1"), url, {
    ...more,
    target: more.ca === undefined ? {} : { network: { ca: more.ca } },
    request: { path: PATH, headers: { "content-type": "application/grpc" } },
  });

test("a URL of gRPC is not for the client of HTTP/1.1, whatever the environment's proxies", () => {
  const target = {
    url: "grpc://model.test:1",
    auth: null,
    allowedHosts: [],
    timeoutMs: 1,
    network: {
      environment: { http_proxy: "http://127.0.0.1:1", https_proxy: "http://127.0.0.1:1" },
    },
  };
  const limits = { mostInFlight: 1, maxAnswerBytes: 1, streamClock: null };
  for (const http of ["1.1", "2"] as const) {
    const transport = track(openTransport(target, [], limits, http));
    expect(transport).toBeInstanceOf(DispatcherTransport);
  }
});

test.each([
  ["in the clear", undefined],
  ["over TLS", "self-signed"],
])("%s: hands over the message, metadata as the raw head, on one connection", async (_, pem) => {
  const server = await start(echo, pem);
  const { ask, transport } = by(server.url, pem === undefined ? {} : { ca: readPem(pem) });
  for (let n = 0; n < 5; n++) {
    const outcome = await ask(n % 2);
    expect(outcome).toMatchObject({ kind: "answer", status: 200, body: "re:hello" });
    expect(outcome.headers).toEqual(
      expect.arrayContaining([
        ["x-head", "1"],
        ["x-tail", "2"],
        ["grpc-status", "0 OK"],
      ]),
    );
    // A new connection is told before its first call leaves.
    expect(outcome.events).toEqual([...(n === 0 ? ["written"] : []), "written", "first byte"]);
  }
  expect(server.sessions).toBe(1);
  expect(transport.connections).toMatchObject({ opened: 1, reopened: 0 });
});

test("opens a connection for each call under way while there are few, and then shares them", async () => {
  const waiting: Http2Call[] = [];
  let due = 16;
  const server = await start((call) => {
    waiting.push(call);
    if (waiting.length === due) for (const one of waiting.splice(0)) echo(one);
  });
  const { ask, transport } = by(server.url);
  const askMany = (n: number) => Promise.all(Array.from({ length: n }, () => ask()));
  expect((await askMany(16)).map(({ body }) => body)).toEqual(Array(16).fill("re:hello"));
  due = 40;
  expect((await askMany(40)).map(({ body }) => body)).toEqual(Array(40).fill("re:hello"));
  expect([server.sessions, transport.connections.opened]).toEqual([16, 16]);
});

test("a status that is not OK is an answer, its text the body", async () => {
  const server = await start(({ stream }) => refuseCall(stream, 8, "too many"));
  expect(await by(server.url).ask()).toMatchObject({
    kind: "answer",
    status: 429,
    body: "too many",
  });
});

test("a connection that ends is counted, costs its own call, and nothing is sent twice", async () => {
  const sessions: ServerHttp2Session[] = [];
  const server = await start((call, session) => {
    sessions.push(session);
    if (sessions.length === 2) session.destroy();
    else echo(call);
  });
  const { ask, transport } = by(server.url);
  expect((await ask()).kind).toBe("answer");
  expect((await ask()).kind).toBe("reset");
  expect((await ask()).kind).toBe("answer");
  expect([server.calls.length, server.sessions]).toEqual([3, 2]);
  expect(transport.connections).toMatchObject({ opened: 2, reopened: 1 });
});

test("a server that closes an idle connection costs no call", async () => {
  const server = await start((call, session) => {
    echo(call);
    setTimeout(() => session.close(), 20);
  });
  const { ask, transport } = by(server.url);
  for (let n = 0; n < 3; n++) {
    expect(await ask()).toMatchObject({ kind: "answer", body: "re:hello" });
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  expect(transport.connections).toMatchObject({ opened: 3, reopened: 2 });
});

test("an answer that is too long is broken off", async () => {
  const server = await start(({ stream }) => answerCall(stream, Buffer.alloc(2_000)));
  expect(await by(server.url, { limits: { maxAnswerBytes: 1_000 } }).ask()).toMatchObject({
    kind: "too-large",
    message: "the body of the answer is larger than 1000 bytes",
  });
});

test("a call that is given up is ended at the server, and its late answer is nobody's", async () => {
  const ended: number[] = [];
  const server = await start((call) => {
    const nth = server.calls.length;
    call.stream.on("close", () => ended.push(nth));
    if (nth === 1) setTimeout(() => call.stream.destroyed || echo(call), 600);
    else echo(call);
  });
  const { ask, transport } = by(server.url, { patienceMs: 300 });
  const first = await ask();
  expect(first.kind).toBe("given up");
  const [second] = await Promise.all([ask(1), new Promise((resolve) => setTimeout(resolve, 600))]);
  expect(second).toMatchObject({ kind: "answer", body: "re:hello" });
  expect(first.events).not.toContain("first byte");
  expect(ended).toContain(1);
  expect(transport.connections.opened).toBe(1);
});

test("a server that takes connections and says nothing was reached", async () => {
  const server = track(await startRawServer(() => {}));
  const outcome = await by(server.url.replace(/^http:/, "grpc:"), { patienceMs: 300 }).ask();
  expect(outcome).toMatchObject({ kind: "given up", events: ["written"] });
});

test("a server that is not there is told as such", async () => {
  const { ask } = by(`grpc://127.0.0.1:${await freePort()}`);
  for (let n = 0; n < 2; n++) expect(await ask()).toMatchObject({ kind: "refused", events: [] });
});

test("closing says nothing more to anybody, while calls are under way and while they connect", async () => {
  const silent = await start(() => {});
  const mute = track(await startRawServer(() => {}));
  for (const url of [silent.url, mute.url.replace(/^http:/, "grpc:")]) {
    const { ask, transport } = by(url, { patienceMs: 300 });
    const asked = ask();
    await new Promise((resolve) => setTimeout(resolve, 150));
    await transport.close();
    expect(["given up", "reset", "unreachable"]).toContain((await asked).kind);
  }
});
