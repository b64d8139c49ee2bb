import fc from "fast-check";
import { resolveTo, track } from "../../http/harness";
import { answerBytes, readPem, startRawServer } from "../../support/raw-server";
import { type Opened, openBy, serve, TRANSPORTS } from "./harness";

const [[, open]] = TRANSPORTS as [(typeof TRANSPORTS)[number]];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ok = (body: string, headers = {}) => answerBytes(200, headers, body);

describe("a connection that the server gave up", () => {
  const breakingOff = () =>
    serve((socket, n, connection) => {
      if (connection === 0 && n === 1) socket.resetAndDestroy();
      else socket.write(ok(`connection ${connection}`));
    });

  test("costs a request of a safe method nothing", async () => {
    const server = await breakingOff();
    const { ask, transport } = openBy(open, server.url, { request: { method: "GET", body: null } });
    await ask();
    expect(await ask()).toMatchObject({ kind: "answer", body: "connection 1" });
    expect(transport.connections).toMatchObject({ opened: 2, reopened: 1 });
  });

  test("is a reset to any other, which may have been acted upon", async () => {
    const server = await breakingOff();
    const { ask } = openBy(open, server.url);
    await ask();
    expect((await ask()).kind).toBe("reset");
    expect(server.requests).toHaveLength(2);
  });

  test("on a new connection it is a reset to all", async () => {
    const server = await serve((socket) => socket.resetAndDestroy());
    const { ask } = openBy(open, server.url, { request: { method: "GET", body: null } });
    expect((await ask()).kind).toBe("reset");
    expect(server.requests).toHaveLength(1);
  });
});

describe("idle connections", () => {
  test("the one used last is used next", async () => {
    const server = await serve((socket, _, connection) => {
      setTimeout(() => socket.write(ok(`${connection}`)), connection === 1 ? 100 : 20);
    });
    const { ask } = openBy(open, server.url);
    await Promise.all([ask(), ask(), ask()]);
    const bodies = [await ask(), await ask(), await ask()].map(({ body }) => body);
    expect(bodies).toEqual(["1", "1", "1"]);
  });

  test("one that answered with an error of the server's comes last", async () => {
    const server = await serve((socket, n, connection) => {
      const status = connection === 1 && n === 0 ? 500 : 200;
      setTimeout(
        () => socket.write(answerBytes(status, {}, `${connection}`)),
        20 + 50 * connection,
      );
    });
    const { ask } = openBy(open, server.url);
    await Promise.all([ask(), ask()]);
    expect((await ask()).body).toBe("0");
  });

  test("are closed when their time is over", async () => {
    const server = await serve((socket) => socket.write(ok("ok", { "keep-alive": "timeout=2" })));
    const { ask, transport } = openBy(open, server.url);
    await ask();
    await ask();
    expect(transport.connections.opened).toBe(1);
    await pause(1100);
    await ask();
    expect(transport.connections).toMatchObject({ opened: 2, reopened: 1 });
  });
});

test("an answer before its request is all sent ends the connection", async () => {
  const server = track(
    await startRawServer(() => {}, {
      onAccept: (socket) =>
        socket.once("data", () => {
          socket.pause();
          socket.write(ok("early"));
        }),
    }),
  );
  const { ask } = openBy(open, server.url, { request: { body: Buffer.alloc(20_000_000) } });
  for (let n = 1; n <= 3; n++) {
    expect(await ask()).toMatchObject({ kind: "answer", body: "early" });
    expect(server.connections).toBe(n);
  }
});

test("100 Continue is an interim answer like others, though nobody asked for it", async () => {
  const server = await serve((socket) =>
    socket.write(Buffer.concat([Buffer.from("HTTP/1.1 100 Continue\r\n\r\n"), ok("ok")])),
  );
  expect(await openBy(open, server.url).ask()).toMatchObject({ kind: "answer", body: "ok" });
});

test("an endless row of interim answers is cut off", async () => {
  const server = await serve((socket) =>
    socket.write("HTTP/1.1 102 Processing\r\nX-A: b\r\n\r\n".repeat(3000)),
  );
  expect((await openBy(open, server.url).ask()).kind).toBe("too-large");
});

test("an endless chunk extension is cut off", async () => {
  const server = await serve((socket) =>
    socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;${"a".repeat(20_000)}`),
  );
  expect((await openBy(open, server.url).ask()).kind).toBe("too-large");
});

test("a length that is too long is not waited for", async () => {
  const server = await serve((socket) =>
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n"),
  );
  expect((await openBy(open, server.url).ask()).kind).toBe("too-large");
});

test("pieces of a stream are timed as they come", async () => {
  const server = await serve(async (socket) => {
    socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (const piece of ["one", "two", "six"]) {
      await pause(60);
      socket.write(`3\r\n${piece}\r\n`);
    }
    socket.write("0\r\n\r\n");
  });
  const { transport } = openBy(open, server.url, {
    limits: { streamClock: () => performance.now() },
  });
  const startedAt = performance.now();
  const arrivals = await new Promise<readonly { atMs: number; bytes: number }[]>((resolve) => {
    transport.send(0, 0, {
      written: () => {},
      firstByte: () => {},
      answered: (_, answer) => resolve(answer.arrivals ?? []),
      failed: () => resolve([]),
    });
  });
  expect(arrivals.map(({ bytes }) => bytes)).toEqual([3, 6, 9]);
  arrivals.forEach(({ atMs }, i) => {
    expect(atMs - startedAt).toBeGreaterThan(59 * (i + 1));
  });
});

describe("whatever a server says, and however it cuts it up", () => {
  let given: Buffer[] = [];
  let opened: Opened;

  async function start(): Promise<void> {
    const server = await serve(async (socket) => {
      for (const piece of given) {
        await new Promise((resolve) => socket.write(piece, resolve));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    opened = openBy(open, server.url);
  }

  const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  const name = fc.stringMatching(/^x-[a-z]{1,8}$/);
  const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
  const message = fc.record({
    body,
    headers: fc.array(fc.tuple(name, value), { maxLength: 4 }),
    chunks: fc.boolean(),
    // Answers are alike in turn, and then their heads are not read again.
    repeat: fc.integer({ min: 1, max: 3 }),
    cuts: fc.array(
      fc.nat(9999).map((tenthousandths) => tenthousandths / 10_000),
      { maxLength: 4 },
    ),
  });

  test("the answer is the one that was sent", async () => {
    await start();
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 4 }), async (messages) => {
        for (const { body, headers, chunks, repeat, cuts } of messages) {
          const bytes = serialise(body, headers, chunks);
          for (let n = 0; n < repeat; n++) {
            given = cutUp(bytes, cuts);
            const outcome = await opened.ask(n % 2);
            expect(outcome).toMatchObject({ kind: "answer", body: body.toString("latin1") });
            expect(outcome.headers?.slice(0, headers.length)).toEqual(headers);
          }
        }
      }),
      { numRuns: 60, seed: 1 },
    );
    expect(opened.transport.connections.opened).toBe(1);
  });

  function serialise(body: Buffer, headers: [string, string][], chunks: boolean): Buffer {
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
    if (!chunks) {
      const head = `HTTP/1.1 200 OK\r\n${lines}content-length: ${body.length}\r\n\r\n`;
      return Buffer.concat([Buffer.from(head, "latin1"), body]);
    }
    const half = body.length >> 1;
    const parts = [body.subarray(0, half), body.subarray(half)].filter((part) => part.length > 0);
    return Buffer.concat([
      Buffer.from(`HTTP/1.1 200 OK\r\n${lines}transfer-encoding: chunked\r\n\r\n`, "latin1"),
      ...parts.flatMap((part) => [
        Buffer.from(`${part.length.toString(16)}\r\n`),
        part,
        Buffer.from("\r\n"),
      ]),
      Buffer.from("0\r\n\r\n"),
    ]);
  }

  function cutUp(bytes: Buffer, cuts: number[]): Buffer[] {
    const places = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)), bytes.length];
    places.sort((a, b) => a - b);
    return places
      .slice(1)
      .map((end, i) => bytes.subarray(places[i], end))
      .filter((piece) => piece.length > 0);
  }
});

describe("connections are made under the rules of the target", () => {
  const answering = (certificate?: string) =>
    serve((socket) => socket.write(ok("ok")), certificate);

  test("over TLS, and kept", async () => {
    const server = await answering("self-signed");
    const { ask } = openBy(open, server.url, {
      target: { network: { ca: readPem("self-signed") } },
    });
    for (let n = 0; n < 3; n++) expect(await ask()).toMatchObject({ kind: "answer", body: "ok" });
    expect(server.connections).toBe(1);
  });

  test("to nobody whose certificate is not trusted, and nothing is sent", async () => {
    const server = await answering("self-signed");
    expect((await openBy(open, server.url).ask()).kind).toBe("tls");
    expect(server.requests).toEqual([]);
  });

  test("to no link-local address, by whatever name", async () => {
    const { ask } = openBy(open, "http://model.test", {
      target: { network: { lookup: resolveTo("169.254.169.254") } },
    });
    expect(await ask()).toMatchObject({ kind: "forbidden-address" });
    expect((await openBy(open, "http://169.254.169.254").ask()).kind).toBe("forbidden-address");
  });

  test("to the address that answers, of several", async () => {
    const server = await answering();
    const { ask } = openBy(open, `http://model.test:${server.port}`, {
      target: { network: { lookup: resolveTo("127.0.0.9", "127.0.0.1") } },
    });
    expect(await ask()).toMatchObject({ kind: "answer", body: "ok" });
  });
});
