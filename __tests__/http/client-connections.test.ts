import type { Socket } from "node:net";
import { answerBytes, type Respond, startRawServer } from "../support/raw-server";
import { answerOf, clientOf, failureOf, get, post, track } from "./harness";

const ok: Respond = (socket) => socket.write(answerBytes(200, {}, "ok"));

describe("keep-alive", () => {
  test("a series of requests stays on one connection", async () => {
    const server = track(await startRawServer(ok));
    const client = clientOf(server.url);
    for (let i = 0; i < 5; i += 1) answerOf(await client.send(post("/", "{}")));
    expect([server.requests.length, server.connections, client.sent]).toEqual([5, 1, 5]);
  });

  test("at most so many connections are open at once", async () => {
    const held: Socket[] = [];
    const server = track(
      await startRawServer((socket) => {
        held.push(socket);
        if (held.length < 3) return;
        for (const one of held.splice(0)) one.write(answerBytes(200, {}));
      }),
    );
    const client = clientOf(server.url, {}, { connections: 3 });
    const exchanges = await Promise.all(Array.from({ length: 9 }, () => client.send(get("/"))));
    expect(exchanges.map((exchange) => exchange.ok)).toEqual(Array(9).fill(true));
    expect(server.connections).toBe(3);
  });

  test("waiting for a connection does not count against the deadline", async () => {
    const server = track(
      await startRawServer((socket) => setTimeout(() => socket.write(answerBytes(200, {})), 2000)),
    );
    const client = clientOf(server.url, { timeoutMs: 3000 }, { connections: 1 });
    const exchanges = await Promise.all([client.send(get("/1")), client.send(get("/2"))]);
    expect(exchanges.map((exchange) => exchange.ok)).toEqual([true, true]);
  });

  test("a connection is not used again after a 5xx: ASGI servers close it without a word", async () => {
    const server = track(
      await startRawServer((socket) => {
        socket.write(answerBytes(500, {}, "unhandled"));
        setImmediate(() => socket.destroy());
      }),
    );
    const client = clientOf(server.url);
    for (let i = 0; i < 5; i += 1) {
      expect(answerOf(await client.send(post("/", "{}"))).status).toBe(500);
    }
    expect(server.connections).toBe(5);
  });

  test("close waits for what is under way, and then nothing more is sent", async () => {
    const server = track(
      await startRawServer((socket) => setTimeout(() => socket.write(answerBytes(200, {})), 200)),
    );
    const client = clientOf(server.url);
    const last = client.send(get("/"));
    await new Promise(setImmediate);
    await client.close();
    answerOf(await last);
    await expect(client.send(get("/"))).rejects.toMatchObject({ code: "internal/client-closed" });
  });
});

describe("a connection that the server gave up while it was idle", () => {
  /** Answers the first request of each connection and does `then` at the second. */
  const secondOnConnection =
    (then: (socket: Socket) => void): Respond =>
    (socket, request, nth) =>
      nth === 1 ? ok(socket, request, nth) : then(socket);

  test("reset without a byte at a GET: sent once more, on a new one", async () => {
    const server = track(await startRawServer(secondOnConnection((s) => s.resetAndDestroy())));
    const client = clientOf(server.url);
    answerOf(await client.send(get("/1")));
    answerOf(await client.send(get("/2")));
    expect([client.sent, server.connections]).toEqual([3, 2]);
  });

  test("closed without a byte at a GET: sent once more", async () => {
    const server = track(await startRawServer(secondOnConnection((s) => s.end())));
    const client = clientOf(server.url);
    answerOf(await client.send(get("/1")));
    answerOf(await client.send(get("/2")));
    expect([client.sent, server.connections]).toEqual([3, 2]);
  });

  test("a POST that left is not sent again", async () => {
    const server = track(await startRawServer(secondOnConnection((s) => s.resetAndDestroy())));
    const client = clientOf(server.url);
    answerOf(await client.send(post("/1", "{}")));
    expect(failureOf(await client.send(post("/2", "{}")))).toMatchObject({ kind: "reset" });
    expect([client.sent, server.requests.length]).toEqual([2, 2]);
  });

  test("half a head is an answer begun: not sent again", async () => {
    const server = track(await startRawServer(secondOnConnection((s) => s.end("HTTP/1.1 20"))));
    const client = clientOf(server.url);
    answerOf(await client.send(get("/1")));
    expect(failureOf(await client.send(get("/2"))).kind).toBe("reset");
    expect(client.sent).toBe(2);
  });

  test("the first request of a connection is not sent again", async () => {
    const server = track(await startRawServer((socket) => socket.resetAndDestroy()));
    const client = clientOf(server.url);
    expect(failureOf(await client.send(get("/"))).kind).toBe("reset");
    expect([client.sent, server.connections]).toEqual([1, 1]);
  });

  test("the second failure stands", async () => {
    const server = track(
      await startRawServer((socket, request, nth) => {
        if (server.requests.length === 1) ok(socket, request, nth);
        else socket.resetAndDestroy();
      }),
    );
    const client = clientOf(server.url);
    answerOf(await client.send(get("/1")));
    expect(failureOf(await client.send(get("/2"))).kind).toBe("reset");
    expect([client.sent, server.requests.length]).toEqual([3, 3]);
  });

  test("closed some time before: a POST simply opens another", async () => {
    const closed: Promise<void>[] = [];
    const server = track(
      await startRawServer((socket) => {
        socket.end(answerBytes(200, {}));
        closed.push(new Promise((resolve) => socket.once("close", () => resolve())));
      }),
    );
    const client = clientOf(server.url);
    answerOf(await client.send(post("/1", "{}")));
    await closed[0];
    answerOf(await client.send(post("/2", "{}")));
    expect([client.sent, server.connections]).toEqual([2, 2]);
  });
});
