import type { LookupFunction } from "node:net";
import { createHttpClient } from "../../src/http/client";
import type { HttpRequest } from "../../src/http/types";
import { startForward } from "../support/forward-server";
import {
  answerCall,
  framed,
  type Http2Call,
  refuseCall,
  startHttp2Server,
} from "../support/http2-server";
import { startProxy } from "../support/proxy-server";
import { answerBytes, readPem, startRawServer } from "../support/raw-server";
import { answerOf, clientOf, failureOf, freePort, targetOf, track } from "./harness";

const PATH = "/inference.GRPCInferenceService/ModelInfer";
const infer = (message = "ping"): HttpRequest => ({
  method: "POST",
  path: PATH,
  headers: { "content-type": "application/grpc" },
  body: Buffer.from(message),
});
const echo = ({ stream, message }: Http2Call) =>
  answerCall(stream, Buffer.concat([Buffer.from("re:"), message]), { "x-tail": "2" });
const start = async (respond: Parameters<typeof startHttp2Server>[0], certificate?: string) =>
  track(await startHttp2Server(respond, certificate));

describe("a call", () => {
  test("is an exchange: bytes there and back, metadata as headers, one connection for a series", async () => {
    const server = await start(echo);
    const client = clientOf(server.url, { timeoutMs: 7_000 });
    expect(client.url).toBe(server.url);
    const answer = answerOf(await client.send(infer()));
    expect(answer).toMatchObject({
      status: 200,
      headers: { "x-head": "1", "x-tail": "2", "grpc-status": "0 OK" },
    });
    expect(answer.body.toString()).toBe("re:ping");
    expect(answer.firstByteMs).toBeLessThanOrEqual(answer.durationMs);
    answerOf(await client.send(infer()));
    expect([server.sessions, client.sent]).toEqual([1, 2]);
    const headers = server.calls[0]?.headers ?? {};
    expect(headers).toMatchObject({
      ":path": PATH,
      te: "trailers",
      ":authority": new URL(server.url).host,
    });
    expect(headers["user-agent"]).toMatch(/^infergate\/\S+ grpc-node-js/);
    // The deadline goes along, a second past our own; in milliseconds by grpc-js.
    expect(headers["grpc-timeout"]).toMatch(/^(7\d{3}|8000)m$/);
  });

  test("callers at the same time have a connection each", async () => {
    const waiting: Http2Call[] = [];
    const server = await start((call) => {
      waiting.push(call);
      if (waiting.length === 4) for (const one of waiting) echo(one);
    });
    const client = clientOf(server.url);
    const all = await Promise.all(["a", "b", "c", "d"].map((text) => client.send(infer(text))));
    expect(all.map((one) => answerOf(one).body.toString())).toEqual([
      "re:a",
      "re:b",
      "re:c",
      "re:d",
    ]);
    expect(server.sessions).toBe(4);
  });

  test("credentials are metadata, and go to the hosts that the workflow names", async () => {
    const server = await start(echo);
    const auth = { kind: "bearer", token: "s3cret" } as const;
    const { host } = new URL(server.url);
    answerOf(await clientOf(server.url, { auth, allowedHosts: [host] }).send(infer()));
    expect(server.calls[0]?.headers.authorization).toBe("Bearer s3cret");
    expect(() =>
      createHttpClient(targetOf(server.url, { auth, allowedHosts: ["127.0.0.1:1"] })),
    ).toThrow(expect.objectContaining({ code: "config/secret-host" }));
  });

  test.each([
    [
      "a value beyond ASCII",
      { "x-key": "gehe\u00efm" },
      /^The credentials .* over gRPC: the value of x-key/,
    ],
    ["binary metadata", { "x-key-bin": "s3cret" }, /x-key-bin would have to be binary/],
    ["a key of gRPC's own", { "grpc-timeout": "s3cret" }, /gRPC keeps for itself/],
  ])("%s is told before anything is sent, without the value", (_, headers, says) => {
    const target = targetOf("grpc://127.0.0.1:1", { auth: { kind: "headers", headers } });
    expect(() => createHttpClient(target)).toThrow(says);
    expect(() => createHttpClient(target)).not.toThrow(/s3cret|gehe/);
  });
});

describe("a status", () => {
  test.each([
    [3, 400, "3 INVALID_ARGUMENT"],
    [5, 404, "5 NOT_FOUND"],
    [7, 403, "7 PERMISSION_DENIED"],
    [8, 429, "8 RESOURCE_EXHAUSTED"],
    [12, 501, "12 UNIMPLEMENTED"],
    [13, 500, "13 INTERNAL"],
    [14, 503, "14 UNAVAILABLE"],
    [16, 401, "16 UNAUTHENTICATED"],
    [4711, 500, "4711 UNKNOWN"],
  ])("%i is HTTP %i, its text the body", async (code, status, named) => {
    const server = await start(({ stream }) => refuseCall(stream, code, "nö: 100%"));
    const answer = answerOf(await clientOf(server.url).send(infer()));
    expect(answer).toMatchObject({ status, headers: { "grpc-status": named } });
    expect(answer.body.toString()).toBe("nö: 100%");
  });

  test("after a head counts as one without", async () => {
    const server = await start(({ stream }) =>
      answerCall(stream, Buffer.from("x"), { "grpc-status": "3", "grpc-message": "too late" }),
    );
    const answer = answerOf(await clientOf(server.url).send(infer()));
    expect([answer.status, answer.body.toString()]).toEqual([400, "too late"]);
  });

  test("is the server's, whatever words it uses", async () => {
    for (const words of [
      "Connection dropped",
      "No connection established",
      "Deadline exceeded after 1s",
    ]) {
      const server = await start(({ stream }) => refuseCall(stream, 14, words));
      const answer = answerOf(await clientOf(server.url).send(infer()));
      expect([answer.status, answer.body.toString()]).toEqual([503, words]);
    }
  });

  test("of HTTP comes from a proxy that knows no gRPC", async () => {
    const server = await start(({ stream }) => {
      stream.respond({ ":status": 502, "content-type": "text/html" });
      stream.end("<html>bad gateway</html>");
    });
    const answer = answerOf(await clientOf(server.url).send(infer()));
    expect(answer.status).toBe(502);
    expect(answer.headers).not.toHaveProperty("grpc-status");
  });
});

const resolveTo =
  (address: string): LookupFunction =>
  (_name, _options, callback) =>
    callback(null, [{ address, family: address.includes(":") ? 6 : 4 }]);

describe("an endpoint that is not there", () => {
  test("a port where nothing listens", async () => {
    const port = await freePort();
    expect(failureOf(await clientOf(`grpc://127.0.0.1:${port}`).send(infer()))).toMatchObject({
      kind: "refused",
      reached: false,
      message: `nothing listens on 127.0.0.1:${port}`,
    });
  });

  test.each([
    ["a link-local address", "grpc://169.254.169.254:80", undefined],
    ["the same in decimal", "grpc://2852039166:80", undefined],
    ["a metadata host", "grpc://metadata.google.internal:80", undefined],
    ["a name that resolves to one", "grpc://model.test:80", resolveTo("169.254.169.254")],
    ["the same over IPv6", "grpcs://model.test", resolveTo("fe80::1")],
  ])("%s is refused", async (_, url, lookup) => {
    const client = clientOf(url, { network: lookup ? { lookup } : {} });
    const failure = failureOf(await client.send(infer()));
    expect(failure).toMatchObject({ kind: "forbidden-address", reached: false });
  });

  test("a name is resolved by the given resolver, and stays the authority", async () => {
    const server = await start(echo);
    const { port } = new URL(server.url);
    const client = clientOf(`grpc://Model.Test:${port}`, {
      network: { lookup: resolveTo("127.0.0.1") },
    });
    answerOf(await client.send(infer()));
    expect(server.calls[0]?.headers[":authority"]).toBe(`model.test:${port}`);
  });

  test("goes away in the middle of a series, and comes back", async () => {
    const port = await freePort();
    const server = await start(echo);
    const onward = track(await startForward(port, () => Number(new URL(server.url).port)));
    const client = clientOf(`grpc://127.0.0.1:${port}`);
    answerOf(await client.send(infer()));
    await onward.cut();
    // The first call may still leave on the connection that is about to be seen closed.
    const kinds: string[] = [];
    while (kinds.length < 5 && kinds.at(-1) !== "refused") {
      kinds.push(failureOf(await client.send(infer())).kind);
    }
    expect(["refused", "reset,refused"]).toContain(kinds.join());
    await onward.mend();
    answerOf(await client.send(infer()));
  });

  test("the environment's proxies are not asked", async () => {
    const server = await start(echo);
    const { port } = new URL(server.url);
    const proxy = track(await startProxy(Number(port)));
    const environment = { http_proxy: proxy.url, https_proxy: proxy.url, grpc_proxy: proxy.url };
    const before = { ...process.env };
    Object.assign(process.env, environment);
    try {
      const network = { environment, lookup: resolveTo("127.0.0.1") };
      answerOf(await clientOf(`grpc://model.test:${port}`, { network }).send(infer()));
    } finally {
      for (const name of Object.keys(environment)) delete process.env[name];
      Object.assign(process.env, before);
    }
    expect(proxy.lines).toEqual([]);
  });
});

describe("an endpoint that is there and does not answer", () => {
  const timeoutMs = 1_000;

  test.each([
    ["takes connections and says nothing", () => startRawServer(() => {})],
    ["takes calls and says nothing", () => startHttp2Server(() => {})],
    [
      "stops after the head",
      () =>
        startHttp2Server(({ stream }) =>
          stream.respond({ ":status": 200, "content-type": "application/grpc" }),
        ),
    ],
    [
      "stops within the message",
      () =>
        startHttp2Server(({ stream }) => {
          stream.respond({ ":status": 200, "content-type": "application/grpc" });
          stream.write(framed(Buffer.alloc(100)).subarray(0, 50));
        }),
    ],
  ])("%s: a timeout, reached", async (_, serve) => {
    const server = track(await serve());
    const url = server.url.replace(/^http:/, "grpc:");
    const failure = failureOf(await clientOf(url, { timeoutMs }).send(infer()));
    expect(failure).toMatchObject({ kind: "timeout", reached: true });
  });

  test.each([
    ["before any answer", ({ stream }: Http2Call) => stream.session?.destroy()],
    [
      "after the head",
      ({ stream }: Http2Call) => {
        stream.respond({ ":status": 200, "content-type": "application/grpc" });
        stream.write("x", () => stream.session?.destroy());
      },
    ],
    ["by RST_STREAM", ({ stream }: Http2Call) => stream.close(2)],
  ])("breaks off %s: a reset, reached", async (_, respond) => {
    const server = await start(respond);
    const failure = failureOf(await clientOf(server.url).send(infer()));
    expect(failure).toMatchObject({ kind: "reset", reached: true });
  });

  test.each([
    [
      "speaks HTTP/1.1",
      () => startRawServer((socket) => socket.write(answerBytes(200, {}, "hi"))),
      /does not speak HTTP\/2/,
    ],
    [
      "closes at once",
      () => startRawServer(() => {}, { onAccept: (socket) => socket.end() }),
      /does not speak HTTP\/2/,
    ],
    [
      "speaks HTTP/2 without gRPC",
      () =>
        startHttp2Server(({ stream }) => {
          stream.respond({ ":status": 200, "content-type": "application/json" });
          stream.end();
        }),
      /no gRPC status/,
    ],
    [
      "says OK and sends no message",
      () => startHttp2Server(({ stream }) => refuseCall(stream, 0)),
      /no message came/,
    ],
  ])("%s", async (_, serve, says) => {
    const server = track(await serve());
    const failure = failureOf(await clientOf(server.url.replace(/^http:/, "grpc:")).send(infer()));
    expect(failure).toMatchObject({ kind: "invalid-http", reached: true });
    expect(failure.message).toMatch(says);
  });

  test("a message past the limit is not read", async () => {
    const server = await start(({ stream }) => {
      stream.respond({ ":status": 200, "content-type": "application/grpc" });
      const frame = Buffer.alloc(5);
      frame.writeUInt32BE(2 ** 30, 1);
      stream.write(frame);
    });
    const failure = failureOf(await clientOf(server.url).send(infer()));
    expect(failure).toMatchObject({ kind: "too-large", reached: true });
    const small = await start(echo);
    const client = clientOf(small.url, {}, { maxBodyBytes: 100 });
    expect(failureOf(await client.send(infer("x".repeat(101)))).kind).toBe("too-large");
  });

  test("interrupting ends a call", async () => {
    const stop = new AbortController();
    const server = await start(() => stop.abort());
    const exchange = await clientOf(server.url).send(infer(), { signal: stop.signal });
    expect(failureOf(exchange).kind).toBe("aborted");
  });
});

describe("TLS", () => {
  const trust = (name: string) => ({
    network: { ca: readPem(name), lookup: resolveTo("127.0.0.1") },
  });
  const at = (url: string, scheme = "grpcs") => `${scheme}://model.test:${new URL(url).port}`;

  test("with a trusted certificate answers", async () => {
    const server = await start(echo, "self-signed");
    const client = clientOf(at(server.url), trust("self-signed"));
    expect(answerOf(await client.send(infer())).body.toString()).toBe("re:ping");
  });

  test.each([
    ["self-signed", { network: { lookup: resolveTo("127.0.0.1") } }, /is self-signed$/],
    ["expired", trust("expired"), /has expired$/],
    ["other-name", trust("other-name"), /is for another name$/],
  ])("%s: not reached, and nothing is sent", async (certificate, given, says) => {
    const server = await start(echo, certificate);
    const client = clientOf(at(server.url), {
      ...given,
      auth: { kind: "bearer", token: "s3cret" },
    });
    const failure = failureOf(await client.send(infer()));
    expect(failure).toMatchObject({ kind: "tls", reached: false });
    expect(failure.message).toMatch(says);
    expect(server.calls).toEqual([]);
  });

  test("and not in the clear, nor the other way round", async () => {
    const plain = await start(echo);
    const failed = failureOf(await clientOf(at(plain.url), trust("self-signed")).send(infer()));
    expect(failed).toMatchObject({ kind: "tls", reached: false });
    const secure = await start(echo, "self-signed");
    const other = failureOf(
      await clientOf(at(secure.url, "grpc"), trust("self-signed")).send(infer()),
    );
    expect(other).toMatchObject({ kind: "invalid-http", reached: true });
    expect(secure.calls).toEqual([]);
  });
});
