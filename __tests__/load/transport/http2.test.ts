import { once } from "node:events";
import * as http2 from "node:http2";
import type { AddressInfo } from "node:net";
import { DispatcherTransport } from "../../../src/load/transport/dispatcher-transport";
import { targetOf, track } from "../../http/harness";
import { answerBytes, readPem } from "../../support/raw-server";
import { openBy, serve } from "./harness";

type OnStream = (stream: http2.ServerHttp2Stream, n: number) => void;

interface Http2Server {
  url: string;
  sessions: number;
  streams: number;
  close(): Promise<void>;
}

async function serveHttp2(onStream: OnStream, secure = true): Promise<Http2Server> {
  const pem = { key: readPem("key"), cert: readPem("self-signed") };
  const server = secure ? http2.createSecureServer(pem) : http2.createServer();
  const sessions = new Set<http2.ServerHttp2Session>();
  const state = { sessions: 0, streams: 0 };
  server.on("session", (session) => {
    state.sessions += 1;
    sessions.add(session);
    session.on("error", () => {});
  });
  server.on("stream", (stream) => {
    stream.on("error", () => {});
    onStream(stream, state.streams++);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const url = `${secure ? "https" : "http"}://127.0.0.1:${port}`;
  const close = async () => {
    for (const session of sessions) session.destroy();
    server.close();
    await once(server, "close");
  };
  return track(Object.assign(state, { url, close }));
}

const echo: OnStream = async (stream, n) => {
  let body = "";
  for await (const piece of stream) body += piece;
  setTimeout(() => {
    stream.respond({ ":status": 200, "x-n": `${n}` });
    stream.end(body);
  }, 50);
};

const by = (url: string) =>
  openBy((...given) => new DispatcherTransport(...given, { http2: true }), url, {
    target: { network: { ca: readPem("self-signed") } },
  });

describe.each([
  ["by agreement, over TLS", true],
  ["taken for granted, without", false],
])("HTTP/2 %s", (_, secure) => {
  test("carries many requests at once on one connection", async () => {
    const server = await serveHttp2(echo, secure);
    const { ask, transport } = by(server.url);
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => ask()));
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ kind: "answer", status: 200, body: "hello" });
      expect(outcome.events).toEqual(["written", "first byte"]);
    }
    expect(server).toMatchObject({ sessions: 1, streams: 20 });
    expect(transport.connections).toMatchObject({ opened: 1, reopened: 0 });
  });

  test("goes on with a new connection where one was lost, and sends nothing twice", async () => {
    const server = await serveHttp2((stream, n) => {
      if (n === 0) stream.session?.destroy();
      else void echo(stream, n);
    }, secure);
    const { ask } = by(server.url);
    expect((await ask()).kind).toBe("reset");
    expect(await ask()).toMatchObject({ kind: "answer", body: "hello" });
    expect(server.streams).toBe(2);
  });

  test("tells a stream that breaks off from an answer", async () => {
    const server = await serveHttp2((stream) => {
      stream.respond({ ":status": 200 });
      stream.write("half");
      setTimeout(() => stream.destroy(new Error("out of memory")), 20);
    }, secure);
    expect((await by(server.url).ask()).kind).toBe("reset");
  });
});

test("where HTTP/2 is asked for, HTTP/1.1 is not good enough", async () => {
  const server = await serve((socket) => socket.write(answerBytes(200, {}, "ok")), "self-signed");
  const outcome = await by(server.url).ask();
  expect(outcome).toMatchObject({ kind: "unreachable" });
  expect(outcome.message).toContain("does not speak HTTP/2, which load.http asks for");
  expect(server.requests).toEqual([]);
});

test("a proxy on the way is a wrong setting", () => {
  const target = targetOf("https://model.test", {
    network: { environment: { https_proxy: "http://127.0.0.1:1" } },
  });
  const limits = { mostInFlight: 1, maxAnswerBytes: 1, streamClock: null };
  expect(() => new DispatcherTransport(target, [], limits, { http2: true })).toThrow(
    expect.objectContaining({ code: "config/http2-proxy" }),
  );
});
