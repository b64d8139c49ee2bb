import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import type { HttpAnswer } from "../../src/http/types";
import { answerBytes, type Respond, startRawServer } from "../support/raw-server";
import { answerOf, clientOf, get, post, track } from "./harness";

async function answerTo(respond: Respond, request = get("/")): Promise<HttpAnswer> {
  const server = track(await startRawServer(respond));
  return answerOf(await clientOf(server.url).send(request));
}

describe("an answer", () => {
  test("has status, lower-case headers joined where repeated, and the body", async () => {
    const answer = await answerTo((socket) =>
      socket.write(
        "HTTP/1.1 422 No\r\nX-One: a\r\nx-one: b\r\nContent-Type: application/json\r\n" +
          "__proto__: x\r\ncontent-length: 2\r\n\r\n{}",
      ),
    );
    expect(answer.status).toBe(422);
    expect(answer.headers["x-one"]).toBe("a, b");
    expect(answer.headers["content-type"]).toBe("application/json");
    expect(answer.body.toString()).toBe("{}");
    expect({}).not.toHaveProperty("x-one");
  });

  test("may come in chunks, or end with the connection", async () => {
    const chunked = await answerTo((socket) =>
      socket.write(
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
      ),
    );
    expect(chunked.body.toString()).toBe("abcde");
    const closed = await answerTo((socket) => socket.end("HTTP/1.0 200 OK\r\n\r\nto the end"));
    expect(closed.body.toString()).toBe("to the end");
  });

  test("follows interim answers", async () => {
    const answer = await answerTo((socket) => {
      socket.write("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n");
      socket.write(answerBytes(201, {}, "done"));
    });
    expect([answer.status, answer.body.toString()]).toEqual([201, "done"]);
    expect(answer.headers).not.toHaveProperty("link");
  });

  test.each([204, 304])("%s has no body, and the connection stays", async (status) => {
    const server = track(
      await startRawServer((socket) => socket.write(`HTTP/1.1 ${status} Status\r\n\r\n`)),
    );
    const client = clientOf(server.url);
    for (const path of ["/1", "/2"]) {
      const answer = answerOf(await client.send(get(path)));
      expect([answer.status, answer.body.length]).toEqual([status, 0]);
    }
    expect(server.connections).toBe(1);
  });

  test("is timed from the writing of the request: first byte, then end", async () => {
    const answer = await answerTo((socket) => {
      setTimeout(() => socket.write("HTTP/1.1 200 OK\r\n"), 100);
      setTimeout(() => socket.write("content-length: 2\r\n\r\n{"), 300);
      setTimeout(() => socket.write("}"), 500);
    });
    expect(answer.firstByteMs).toBeGreaterThanOrEqual(99);
    expect(answer.durationMs - answer.firstByteMs).toBeGreaterThan(300);
  });
});

describe("content-encoding", () => {
  const text = "a body worth packing ".repeat(50);
  test.each([
    ["gzip", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["GZIP", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["br", brotliCompressSync(text)],
    ["identity", Buffer.from(text)],
    ["gzip, br", brotliCompressSync(gzipSync(text))],
  ])("%s is undone", async (encoding, packed) => {
    const answer = await answerTo((socket) =>
      socket.write(answerBytes(200, { "content-encoding": encoding }, packed)),
    );
    expect(answer.body.toString()).toBe(text);
  });

  test("of an empty body is nothing to undo", async () => {
    const answer = await answerTo((socket) =>
      socket.write(answerBytes(200, { "content-encoding": "gzip" })),
    );
    expect(answer.body).toHaveLength(0);
  });

  test.each([
    ["a truncated stream", "gzip", gzipSync(text).subarray(0, 30)],
    ["three layers", "gzip, gzip, gzip", gzipSync(gzipSync(gzipSync(text)))],
    ["a name of Object's", "constructor", Buffer.from(text)],
  ])("%s cannot be undone", async (_, encoding, packed) => {
    const server = track(
      await startRawServer((socket) =>
        socket.write(answerBytes(200, { "content-encoding": encoding }, packed)),
      ),
    );
    const exchange = await clientOf(server.url).send(get("/"));
    expect(exchange).toMatchObject({ ok: false, failure: { kind: "bad-encoding", reached: true } });
  });
});

describe("a redirect", () => {
  test.each([301, 302, 303, 307, 308])(
    "%s is an answer: not followed, no credentials forwarded",
    async (status) => {
      const other = track(await startRawServer((socket) => socket.write(answerBytes(200, {}))));
      const server = track(
        await startRawServer((socket) =>
          socket.write(answerBytes(status, { location: `${other.url}/elsewhere` })),
        ),
      );
      const client = clientOf(server.url, { auth: { kind: "bearer", token: "s3cret-token" } });
      const answer = answerOf(await client.send(post("/", "{}")));
      expect(answer.status).toBe(status);
      expect(answer.headers.location).toBe(`${other.url}/elsewhere`);
      expect(server.requests[0]).toMatch(/authorization: Bearer s3cret-token/i);
      expect([other.connections, client.sent]).toEqual([0, 1]);
    },
  );
});

describe("a request", () => {
  test("carries path, headers, credentials and body as they were given", async () => {
    const server = track(await startRawServer((socket) => socket.write(answerBytes(200, {}))));
    const client = clientOf(`${server.url}/prefix/`, {
      auth: { kind: "api-key", header: "X-Api-Key", value: "k-123" },
    });
    answerOf(await client.send(post("/v2/models/m/infer", '{"é":1}')));
    const [request = ""] = server.requests;
    expect(request).toMatch(/^POST \/prefix\/v2\/models\/m\/infer HTTP\/1\.1\r\n/);
    expect(request).toContain("\r\nx-api-key: k-123\r\n");
    expect(request).toContain("\r\ncontent-type: application/json\r\n");
    expect(request).toContain("\r\naccept-encoding: gzip, deflate, br\r\n");
    expect(request).toMatch(/\r\nuser-agent: infergate\/\d+\.\d+\.\d+\r\n/);
    expect(Buffer.from(request, "latin1").toString()).toMatch(/\r\n\r\n\{"é":1\}$/);
    expect(client.url).toBe(`${server.url}/prefix`);
  });

  test("that can never be sent is refused before anything is", async () => {
    const server = track(await startRawServer((socket) => socket.write(answerBytes(200, {}))));
    const client = clientOf(server.url);
    const smuggled = { ...get("/"), headers: { "x-a": "b\r\nx-evil: c" } };
    await expect(client.send(smuggled)).rejects.toMatchObject({ code: "config/bad-header" });
    answerOf(await client.send(get("/a\r\nx-evil: c d#e?f=ü")));
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatch(
      /^GET \/a%0D%0Ax-evil:%20c%20d%23e\?f=%C3%BC HTTP\/1\.1\r\n/,
    );
  });
});
