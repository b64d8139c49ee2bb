import type { BrokenKind } from "../../src/http/types";
import { type Fault, gzipBomb, startFaultyServer } from "../support/faulty-servers";
import { answerBytes, startRawServer } from "../support/raw-server";
import { clientOf, failureOf, get, post, track } from "./harness";

const KIB = 1024;
const MIB = 1024 * KIB;

/** Faults that end by themselves: what kind, and what the message says. */
const ENDING: readonly [Fault, BrokenKind, RegExp][] = [
  ["resetBeforeHead", "reset", /closed the connection before any answer/],
  ["resetInHead", "reset", /in the head of the answer/],
  ["resetInBody", "reset", /in the body of the answer, after 11 of 100 bytes/],
  ["closeBeforeHead", "reset", /before any answer/],
  ["closeInHead", "reset", /in the head of the answer/],
  ["closeInBody", "reset", /after 11 of 100 bytes/],
  ["closeInChunkedBody", "reset", /in the body of the answer/],
  ["notHttp", "invalid-http", /not HTTP\/1\.1 \(Expected HTTP\//],
  ["badHeader", "invalid-http", /not HTTP\/1\.1/],
  ["badChunk", "invalid-http", /Invalid character in chunk size/],
  ["uninvitedContinue", "invalid-http", /100 Continue was not asked for/],
  ["uninvitedUpgrade", "invalid-http", /change of protocol/],
  ["endlessBody", "too-large", /larger than 1 MiB/],
  ["hugeContentLength", "too-large", /larger than 1 MiB/],
  ["endlessHeaders", "too-large", /head of the answer/],
  ["endlessHeader", "too-large", /head of the answer/],
  ["badGzip", "bad-encoding", /not the gzip that its header says/],
  ["unknownEncoding", "bad-encoding", /"zstd", which was not asked for/],
];

describe("a server that breaks off or talks nonsense", () => {
  test.each(ENDING)("%s is %s", async (fault, kind, message) => {
    const server = track(await startFaultyServer(fault));
    const client = clientOf(server.url, {}, { maxBodyBytes: MIB });
    for (const request of [get("/"), post("/", "{}")]) {
      const failure = failureOf(await client.send(request));
      expect(failure).toMatchObject({ kind, reached: true });
      expect(failure.message).toMatch(message);
      expect(failure.durationMs).toBeGreaterThan(0);
    }
    expect(server.requests).toHaveLength(2);
  });
});

describe("a server that never comes to an end", () => {
  test.each([
    ["hangBeforeHead", /^no answer within 300 ms$/],
    ["hangInHead", /^the head of the answer was not complete within 300 ms$/],
    ["hangInBody", /not complete within 300 ms \(11 bytes received\)$/],
    ["trickle", /^the body of the answer was not complete within 300 ms/],
  ] satisfies [Fault, RegExp][])("%s ends at the deadline", async (fault, message) => {
    const server = track(await startFaultyServer(fault));
    const client = clientOf(server.url, { timeoutMs: 300 });
    const failure = failureOf(await client.send(get("/")));
    expect(failure).toMatchObject({ kind: "timeout", reached: true });
    expect(failure.message).toMatch(message);
    expect(failure.durationMs).toBeGreaterThanOrEqual(299);
  });

  test("a deadline of one request overrides the target's", async () => {
    const server = track(await startFaultyServer("hangBeforeHead"));
    const client = clientOf(server.url, { timeoutMs: 3_600_000 });
    const failure = failureOf(await client.send(get("/"), { timeoutMs: 50 }));
    expect(failure).toMatchObject({ kind: "timeout", message: "no answer within 50 ms" });
  });

  test("a connection that timed out is not used again", async () => {
    const server = track(
      await startRawServer((socket) => {
        if (server.requests.length > 1) socket.write(answerBytes(200, {}, "second"));
      }),
    );
    const client = clientOf(server.url);
    expect(failureOf(await client.send(get("/1"), { timeoutMs: 100 })).kind).toBe("timeout");
    expect(await client.send(get("/2"))).toMatchObject({ ok: true });
    expect(server.connections).toBe(2);
  });
});

describe("interrupting", () => {
  test("ends an exchange under way", async () => {
    const stop = new AbortController();
    const server = track(await startRawServer(() => stop.abort()));
    const failure = failureOf(await clientOf(server.url).send(get("/"), { signal: stop.signal }));
    expect(failure).toMatchObject({ kind: "aborted", reached: true });
  });

  test("sends nothing where it came first", async () => {
    const server = track(await startFaultyServer("hangBeforeHead"));
    const client = clientOf(server.url);
    const failure = failureOf(await client.send(get("/"), { signal: AbortSignal.abort() }));
    expect(failure.kind).toBe("aborted");
    expect([client.sent, server.connections]).toEqual([0, 0]);
  });

  test("ends the wait for a connection, and the others go on", async () => {
    const server = track(await startFaultyServer("hangBeforeHead"));
    const client = clientOf(server.url, {}, { connections: 1 });
    const [first, second] = [new AbortController(), new AbortController()];
    const running = client.send(get("/1"), { signal: first.signal });
    const waiting = client.send(get("/2"), { signal: second.signal });
    const last = client.send(get("/3"), { timeoutMs: 100 });
    second.abort();
    expect(failureOf(await waiting).kind).toBe("aborted");
    first.abort();
    expect(failureOf(await running).kind).toBe("aborted");
    expect(failureOf(await last).kind).toBe("timeout");
    expect(server.requests.map((request) => request.split(" ")[1])).not.toContain("/2");
  });

  test("leaves no listener on a signal that outlives the exchange", async () => {
    const server = track(await startRawServer((socket) => socket.write(answerBytes(200, {}))));
    const stop = new AbortController();
    const added = jest.spyOn(stop.signal, "addEventListener");
    const removed = jest.spyOn(stop.signal, "removeEventListener");
    await clientOf(server.url).send(get("/"), { signal: stop.signal });
    expect(added.mock.calls.length).toBeGreaterThan(0);
    const listeners = (calls: unknown[][]) => new Set(calls.map(([, listener]) => listener));
    for (const listener of listeners(added.mock.calls)) {
      expect(listeners(removed.mock.calls)).toContain(listener);
    }
  });
});

describe("bombs", () => {
  test("an endless body is read hardly further than the cap", async () => {
    const server = track(await startFaultyServer("endlessBody"));
    const client = clientOf(server.url, {}, { maxBodyBytes: MIB });
    expect(failureOf(await client.send(get("/"))).kind).toBe("too-large");
    // The cap, and what both kernels buffer on loopback.
    expect(server.bytesWritten).toBeLessThan(32 * MIB);
  });

  test("200 MiB in 200 kB of gzip end at the cap, in memory too", async () => {
    const bomb = await gzipBomb(200);
    expect(bomb.length).toBeLessThan(256 * KIB);
    const server = track(
      await startRawServer((socket) => {
        socket.write(answerBytes(200, { "content-encoding": "gzip" }, bomb));
      }),
    );
    const client = clientOf(server.url);
    const before = process.resourceUsage().maxRSS;
    const failure = failureOf(await client.send(get("/")));
    expect(failure).toMatchObject({ kind: "too-large", reached: true });
    expect(failure.message).toBe("the decompressed body is larger than 16 MiB");
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(100 * KIB); // KiB
  });

  test("a body of just the cap is fine, one byte more is not", async () => {
    let size = 0;
    const server = track(
      await startRawServer((socket) => {
        socket.write(answerBytes(200, {}, Buffer.alloc(size)));
      }),
    );
    const client = clientOf(server.url, {}, { maxBodyBytes: 1000 });
    size = 1000;
    expect(await client.send(get("/"))).toMatchObject({ ok: true });
    size = 1001;
    expect(failureOf(await client.send(get("/"))).kind).toBe("too-large");
  });
});
