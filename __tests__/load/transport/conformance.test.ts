import type { Socket } from "node:net";
import { track } from "../../http/harness";
import { startRawServer } from "../../support/raw-server";
import { openBy, type Script, serve, TRANSPORTS } from "./harness";

const CRLF = "\r\n";
const head = (...lines: string[]) => `${lines.join(CRLF)}${CRLF}${CRLF}`;
const OK = "HTTP/1.1 200 OK";
const answer = (body: string, ...more: string[]) =>
  head(OK, `Content-Length: ${Buffer.byteLength(body)}`, ...more) + body;

const say =
  (text: string): Script =>
  (socket) => {
    socket.write(Buffer.from(text, "latin1"));
  };
const sayAndClose =
  (text: string): Script =>
  (socket) => {
    socket.end(Buffer.from(text, "latin1"));
  };

/** It answers when it has seen a head, and reads no more. */
const answeringEarly = () =>
  startRawServer(() => {}, {
    onAccept: (socket) =>
      socket.once("data", () => {
        socket.pause();
        socket.write(answer("early"));
      }),
  });

/** A piece at a time, each in a packet of its own. */
async function drip(socket: Socket, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) {
    await new Promise((resolve) => socket.write(piece, resolve));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const CHUNKED = head(OK, "Transfer-Encoding: chunked", "X-A: b");

describe.each(TRANSPORTS)("%s", (_, open) => {
  test("sends the request whole, and hands over the answer as it came", async () => {
    const server = await serve(
      say(answer("world", "Content-Type: text/plain", "X-A: 1", "X-A: 2")),
    );
    const { ask } = openBy(open, server.url);
    const outcome = await ask();
    expect(outcome).toMatchObject({ kind: "answer", status: 200, body: "world" });
    expect(outcome.events).toEqual(["written", "first byte"]);
    expect(outcome.headers).toEqual([
      ["content-length", "5"],
      ["content-type", "text/plain"],
      ["x-a", "1"],
      ["x-a", "2"],
    ]);
    const [text = ""] = server.requests;
    const [first, ...lines] = text.slice(0, text.indexOf("\r\n\r\n")).split(CRLF);
    expect(first).toBe("POST /infer HTTP/1.1");
    expect(lines.map((line) => line.toLowerCase()).sort()).toEqual([
      "connection: keep-alive",
      "content-length: 5",
      "content-type: text/plain",
      `host: 127.0.0.1:${server.port}`,
    ]);
    expect(text.endsWith("\r\n\r\nhello")).toBe(true);
  });

  test("goes on with one connection, and answers by the request that they belong to", async () => {
    const server = await serve((socket, n) => socket.write(answer(`number ${n}`)));
    const { ask, transport } = openBy(open, server.url);
    for (let n = 0; n < 20; n++) {
      expect((await ask(n % 2)).body).toBe(`number ${n}`);
    }
    expect(server.connections).toBe(1);
    expect(transport.connections).toMatchObject({ opened: 1, reopened: 0 });
  });

  test("opens a connection for each request that is under way", async () => {
    const server = await serve((socket, _, connection) => {
      setTimeout(() => socket.write(answer(`connection ${connection}`)), 100);
    });
    const { ask, transport } = openBy(open, server.url);
    const bodies = (await Promise.all([ask(), ask(1), ask()])).map(({ body }) => body);
    expect(bodies.sort()).toEqual(["connection 0", "connection 1", "connection 2"]);
    expect(transport.connections.opened).toBe(3);
  });

  const WHOLE: [what: string, text: string, body: string][] = [
    ["a length", answer("a body\r\n\r\nwith an empty line"), "a body\r\n\r\nwith an empty line"],
    ["chunks", `${CHUNKED}5\r\nhello\r\nB\r\n, \r\n world!\r\n0\r\n\r\n`, "hello, \r\n world!"],
    [
      "chunks in capitals",
      `${CHUNKED}a\r\n0123456789\r\nA\r\nabcdefghij\r\n0\r\n\r\n`,
      "0123456789abcdefghij",
    ],
    ["chunk extensions", `${CHUNKED}5;a=b;c="d e"\r\nhello\r\n0;x\r\n\r\n`, "hello"],
    ["trailers", `${CHUNKED}5\r\nhello\r\n0\r\nX-Sum: 1\r\nX-B: 2\r\n\r\n`, "hello"],
    ["no reason in the status line", `${head("HTTP/1.1 200 ", "Content-Length: 2")}ok`, "ok"],
    ["blanks round a value", `${head(OK, "X-A: \t b \t", "Content-Length:  2 ")}ok`, "ok"],
    ["an empty value", `${head(OK, "X-Empty:", "Content-Length: 2")}ok`, "ok"],
    ["an interim answer", head("HTTP/1.1 103 Early Hints", "Link: </a>") + answer("ok"), "ok"],
    ["two of them", head("HTTP/1.1 102 Wait") + head("HTTP/1.1 103 Hints") + answer("ok"), "ok"],
    ["no body at all", answer(""), ""],
    ["another status", answer("no such thing").replace("200 OK", "404 Not Found"), "no such thing"],
  ];

  test.each(WHOLE)("reads %s, split at every byte", async (_, text, body) => {
    const bytes = Buffer.from(text, "latin1");
    const server = await serve((socket, n) => {
      const cut = n % bytes.length;
      void drip(
        socket,
        [bytes.subarray(0, cut), bytes.subarray(cut)].filter((p) => p.length > 0),
      );
    });
    const { ask, transport } = openBy(open, server.url);
    for (let cut = 0; cut < bytes.length; cut++) {
      const outcome = await ask();
      expect({ cut, kind: outcome.kind, body: outcome.body }).toEqual({
        cut,
        kind: "answer",
        body,
      });
    }
    expect(transport.connections.opened).toBe(1);
  });

  test.each(WHOLE)("reads %s, one byte at a time", async (_, text, body) => {
    const bytes = Buffer.from(text, "latin1");
    const server = await serve((socket) => {
      void drip(
        socket,
        Array.from(bytes, (byte) => Buffer.of(byte)),
      );
    });
    const { ask } = openBy(open, server.url);
    for (let n = 0; n < 2; n++) expect(await ask()).toMatchObject({ kind: "answer", body });
  });

  test.each([
    ["204", "HTTP/1.1 204 No Content"],
    ["304", "HTTP/1.1 304 Not Modified"],
  ])("%s has no body, whatever else it says", async (status, line) => {
    const server = await serve((socket, n) =>
      socket.write(n === 0 ? head(line, "X-A: b") : answer("next")),
    );
    const { ask } = openBy(open, server.url);
    expect(await ask()).toMatchObject({ kind: "answer", status: Number(status), body: "" });
    expect(await ask()).toMatchObject({ kind: "answer", status: 200, body: "next" });
  });

  test.each([
    ["HTTP/1.1 without a length", head(OK)],
    ["HTTP/1.0", head("HTTP/1.0 200 OK")],
  ])("a body that ends with the connection: %s", async (_, text) => {
    const server = await serve(sayAndClose(`${text}all that there is`));
    const { ask, transport } = openBy(open, server.url);
    for (let n = 0; n < 3; n++) {
      expect(await ask()).toMatchObject({ kind: "answer", body: "all that there is" });
    }
    expect(transport.connections).toMatchObject({ opened: 3, reopened: 2 });
  });

  test.each<[string, string, number]>([
    ["Connection: close", answer("ok", "Connection: close"), 2],
    ["Connection: Keep-Alive, Close", answer("ok", "Connection: Keep-Alive, Close"), 2],
    ["HTTP/1.0", answer("ok").replace("1.1", "1.0"), 2],
    ["HTTP/1.0 with keep-alive", answer("ok", "Connection: keep-alive").replace("1.1", "1.0"), 1],
    ["Keep-Alive: timeout=1", answer("ok", "Keep-Alive: timeout=1"), 2],
    ["Keep-Alive: timeout=60", answer("ok", "Keep-Alive: timeout=60, max=9"), 1],
  ])("%s decides over the connection", async (_, text, connections) => {
    const server = await serve(say(text));
    const { ask } = openBy(open, server.url);
    for (let n = 0; n < 2; n++) expect(await ask()).toMatchObject({ kind: "answer", body: "ok" });
    expect(server.connections).toBe(connections);
  });

  test("a server that closes an idle connection costs no request", async () => {
    const server = await serve((socket) => {
      socket.write(answer("ok"));
      setTimeout(() => socket.end(), 20);
    });
    const { ask, transport } = openBy(open, server.url);
    for (let n = 0; n < 3; n++) {
      expect(await ask()).toMatchObject({ kind: "answer", body: "ok" });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(transport.connections.opened).toBe(3);
  });

  const LEFTOVER = answer("another's");
  test.each<[string, Script]>([
    ["at once", say(answer("mine") + LEFTOVER)],
    [
      "a little later",
      (socket) => {
        socket.write(answer("mine"));
        setTimeout(() => socket.write(LEFTOVER), 20);
      },
    ],
    ["as half an answer", say(answer("mine") + LEFTOVER.slice(0, 20))],
    ["after a 204", say(`${head("HTTP/1.1 204 No Content")}${LEFTOVER}`)],
    ["after chunks", say(`${CHUNKED}4\r\nmine\r\n0\r\n\r\n${LEFTOVER}`)],
  ])("what nobody asked for is nobody's answer: %s", async (_, script) => {
    const server = await serve((socket, n, connection) => {
      if (connection === 0) script(socket, n, connection);
      else socket.write(answer("second"));
    });
    const { ask } = openBy(open, server.url);
    expect((await ask()).kind).toBe("answer");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await ask()).toMatchObject({ kind: "answer", body: "second" });
    expect(server.requests).toHaveLength(2);
  });

  test.each<[string, string]>([
    ["not HTTP", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["not HTTP, without an end", "220 mail.example.com ESMTP"],
    ["another version", head("HTTP/3.0 200 OK", "Content-Length: 0")],
    ["a status of two digits", head("HTTP/1.1 20 OK", "Content-Length: 0")],
    ["a status of letters", head("HTTP/1.1 abc OK", "Content-Length: 0")],
    ["a folded line", head(OK, "X-A: b", " c", "Content-Length: 0")],
    ["a blank before the colon", head(OK, "X-A : b", "Content-Length: 0")],
    ["a line without a colon", head(OK, "X-A", "Content-Length: 0")],
    ["a line without a name", head(OK, ": b", "Content-Length: 0")],
    ["a name of other characters", head(OK, "X(A): b", "Content-Length: 0")],
    ["a NUL in a value", head(OK, "X-A: b\0c", "Content-Length: 0")],
    ["a carriage return in a value", head(OK, "X-A: b\rc", "Content-Length: 0")],
    ["a length said twice", `${head(OK, "Content-Length: 2", "Content-Length: 2")}ok`],
    ["two lengths", `${head(OK, "Content-Length: 2", "Content-Length: 5")}ok`],
    ["two lengths in a line", `${head(OK, "Content-Length: 2, 2")}ok`],
    [
      "a length and chunks",
      `${head(OK, "Content-Length: 2", "Transfer-Encoding: chunked")}0\r\n\r\n`,
    ],
    [
      "chunks and a length",
      `${head(OK, "Transfer-Encoding: chunked", "Content-Length: 2")}0\r\n\r\n`,
    ],
    ["a negative length", `${head(OK, "Content-Length: -2")}ok`],
    ["a signed length", `${head(OK, "Content-Length: +2")}ok`],
    ["a hexadecimal length", `${head(OK, "Content-Length: 0x2")}ok`],
    ["a length beyond all bounds", `${head(OK, "Content-Length: 99999999999999999999")}ok`],
    ["no size where a chunk begins", `${CHUNKED}\r\nhello\r\n0\r\n\r\n`],
    ["a size of letters", `${CHUNKED}xyz\r\nhello\r\n0\r\n\r\n`],
    ["a signed size", `${CHUNKED}-5\r\nhello\r\n0\r\n\r\n`],
    ["a size beyond all bounds", `${CHUNKED}FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n`],
    ["a chunk longer than its size", `${CHUNKED}4\r\nhello\r\n0\r\n\r\n`],
    ["a change of protocol", head("HTTP/1.1 101 Switching", "Upgrade: h2c", "Connection: upgrade")],
  ])("refuses %s, and goes on with another connection", async (_, text) => {
    const server = await serve((socket, n, connection) => {
      (connection === 0 ? say(text) : say(answer("sound")))(socket, n, connection);
    });
    const { ask } = openBy(open, server.url);
    expect(await ask()).toMatchObject({ kind: "invalid-http" });
    expect(await ask()).toMatchObject({ kind: "answer", body: "sound" });
  });

  test("a bare line feed ends no line", async () => {
    const server = await serve(say(answer("ok").replaceAll(CRLF, "\n")));
    const { ask } = openBy(open, server.url);
    expect((await ask()).kind).toBe("invalid-http");
  });

  test.each<[string, string]>([
    ["before any answer", ""],
    ["in the head", `${OK}\r\nContent-Le`],
    ["in the body", `${head(OK, "Content-Length: 10")}hello`],
    ["in a chunk", `${CHUNKED}5\r\nhel`],
    ["between chunks", `${CHUNKED}5\r\nhello\r\n`],
    ["before the last line", `${CHUNKED}5\r\nhello\r\n0\r\n`],
  ])("a connection that ends %s is no answer", async (where, text) => {
    for (const script of [
      sayAndClose(text),
      (socket: Socket) => void socket.write(text, () => socket.resetAndDestroy()),
    ]) {
      const server = await serve(script);
      const { ask } = openBy(open, server.url);
      const outcome = await ask();
      expect({ where, kind: outcome.kind }).toEqual({ where, kind: "reset" });
    }
  });

  test("a head without an end is cut off", async () => {
    const line = `X-A: ${"b".repeat(1000)}\r\n`;
    const server = await serve((socket) => {
      socket.write(`${OK}\r\n${line.repeat(100)}`);
    });
    const { ask } = openBy(open, server.url);
    expect((await ask()).kind).toBe("too-large");
  });

  test.each<[string, string]>([
    ["of a length", head(OK, "Content-Length: 2000000") + "x".repeat(2_000_000)],
    ["in chunks", `${CHUNKED}${`10000\r\n${"x".repeat(65_536)}\r\n`.repeat(20)}0\r\n\r\n`],
    ["to the end of the connection", head(OK) + "x".repeat(2_000_000)],
  ])("a body %s that is too long is broken off", async (_, text) => {
    const server = await serve(say(text));
    const { ask } = openBy(open, server.url);
    expect(await ask()).toMatchObject({
      kind: "too-large",
      message: "the body of the answer is larger than 1000000 bytes",
    });
  });

  test("a large body comes whole", async () => {
    const body = Array.from({ length: 90_000 }, (_, i) => String.fromCharCode(97 + (i % 26))).join(
      "",
    );
    const server = await serve(say(answer(body.repeat(10))));
    const { ask } = openBy(open, server.url);
    for (let n = 0; n < 3; n++) expect((await ask()).body).toBe(body.repeat(10));
    expect(server.connections).toBe(1);
  });

  test("a request that is given up takes its connection along, and nothing else", async () => {
    const server = await serve((socket, n, connection) => {
      if (connection === 0 && n === 1) return;
      socket.write(answer(`connection ${connection}`));
    });
    const { ask, transport } = openBy(open, server.url, { patienceMs: 300 });
    expect((await ask()).body).toBe("connection 0");
    expect((await ask()).kind).toBe("given up");
    expect((await ask()).body).toBe("connection 1");
    expect(transport.connections).toMatchObject({ opened: 2, reopened: 1 });
  });

  test("an answer that comes too late is nobody's", async () => {
    const server = await serve((socket, _, connection) => {
      if (connection === 0) setTimeout(() => socket.write(answer("too late")), 400);
      else socket.write(answer("in time"));
    });
    const { ask } = openBy(open, server.url, { patienceMs: 200 });
    expect((await ask()).kind).toBe("given up");
    const [second] = await Promise.all([
      ask(1),
      new Promise((resolve) => setTimeout(resolve, 400)),
    ]);
    expect(second.body).toBe("in time");
  });

  test("an answer that comes before the request is all sent is taken", async () => {
    const server = track(await answeringEarly());
    const { ask } = openBy(open, server.url, { request: { body: Buffer.alloc(20_000_000) } });
    expect(await ask()).toMatchObject({ kind: "answer", body: "early" });
  });

  test("a server that is not there is told as such", async () => {
    const server = await serve(() => {});
    await server.close();
    const { ask } = openBy(open, server.url);
    expect(await ask()).toMatchObject({ kind: "refused" });
    expect(await ask()).toMatchObject({ kind: "refused", events: [] });
  });

  test("closing says nothing more to anybody", async () => {
    const server = await serve(() => {});
    const { ask, transport } = openBy(open, server.url, { patienceMs: 300 });
    const asked = ask();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await transport.close();
    expect(["given up", "reset", "unreachable"]).toContain((await asked).kind);
  });
});
