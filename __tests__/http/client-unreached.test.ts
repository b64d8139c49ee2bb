import { answerBytes, readPem, startRawServer } from "../support/raw-server";
import { answerOf, clientOf, failureOf, freePort, get, resolveTo, track } from "./harness";

const answering = (certificate?: string) =>
  startRawServer((socket) => socket.write(answerBytes(200, {}, "ok")), { certificate });

describe("an endpoint that is not there", () => {
  test("a name that does not resolve", async () => {
    const client = clientOf("http://no-such-host.invalid:8080");
    const failure = failureOf(await client.send(get("/")));
    expect(failure).toMatchObject({ kind: "dns", reached: false });
    expect(failure.message).toMatch(/^the name no-such-host\.invalid (does not|could not be) /);
  });

  test("a name that resolves to nothing", async () => {
    const client = clientOf("http://model.test", { network: { lookup: resolveTo() } });
    expect(failureOf(await client.send(get("/")))).toMatchObject({ kind: "dns", reached: false });
  });

  test.each(["127.0.0.1", "localhost"])("a port on %s where nothing listens", async (host) => {
    const port = await freePort();
    const failure = failureOf(await clientOf(`http://${host}:${port}`).send(get("/")));
    expect(failure).toMatchObject({
      kind: "refused",
      reached: false,
      message: `nothing listens on ${host}:${port}`,
    });
  });

  test("an endpoint that comes up later is reached by the same client", async () => {
    let up = false;
    const server = track(await answering());
    const client = clientOf(`http://model.test:${server.port}`, {
      network: {
        lookup: (...args) => resolveTo(...(up ? ["127.0.0.1"] : []))(...args),
      },
    });
    expect(failureOf(await client.send(get("/"))).kind).toBe("dns");
    up = true;
    answerOf(await client.send(get("/")));
  });

  test("a name that takes for ever to resolve", async () => {
    const client = clientOf("http://model.test", {
      timeoutMs: 200,
      network: { lookup: () => {} },
    });
    const failure = failureOf(await client.send(get("/")));
    expect(failure).toMatchObject({
      kind: "connect-timeout",
      reached: false,
      message: "no connection to model.test:80 within 200 ms",
    });
  });

  test("interrupting ends a connection that is not made yet", async () => {
    const stop = new AbortController();
    const client = clientOf("http://model.test", { network: { lookup: () => stop.abort() } });
    expect(failureOf(await client.send(get("/"), { signal: stop.signal })).kind).toBe("aborted");
  });

  test("several connections that fail at once do not hold each other up", async () => {
    const client = clientOf(`http://127.0.0.1:${await freePort()}`, {}, { connections: 2 });
    const exchanges = await Promise.all(Array.from({ length: 6 }, () => client.send(get("/"))));
    expect(exchanges.map((exchange) => failureOf(exchange).kind)).toEqual(Array(6).fill("refused"));
  });
});

describe("TLS", () => {
  const ca = (name: string) => ({ network: { ca: readPem(name) } });

  test("with a trusted certificate answers", async () => {
    const server = track(await answering("self-signed"));
    const client = clientOf(server.url, ca("self-signed"));
    expect(answerOf(await client.send(get("/"))).body.toString()).toBe("ok");
    answerOf(await client.send(get("/")));
    expect(server.connections).toBe(1);
  });

  test.each([
    ["self-signed", {}, /^the certificate of 127\.0\.0\.1:\d+ is self-signed$/],
    ["expired", ca("expired"), /has expired$/],
    ["other-name", ca("other-name"), /is for another name$/],
  ])("%s: not reached, and nothing is sent", async (certificate, trust, message) => {
    const server = track(await answering(certificate));
    const client = clientOf(server.url, { ...trust, auth: { kind: "bearer", token: "s3cret" } });
    const failure = failureOf(await client.send(get("/")));
    expect(failure).toMatchObject({ kind: "tls", reached: false });
    expect(failure.message).toMatch(message);
    expect(server.requests).toEqual([]);
  });

  test("is verified even where the environment says otherwise", async () => {
    const server = track(await answering("self-signed"));
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
    try {
      expect(failureOf(await clientOf(server.url).send(get("/"))).kind).toBe("tls");
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  });

  test("to a port that speaks plain HTTP", async () => {
    const server = track(
      await startRawServer(() => {}, {
        onAccept: (socket) => socket.write(answerBytes(400, {}, "plain")),
      }),
    );
    const failure = failureOf(await clientOf(`https://127.0.0.1:${server.port}`).send(get("/")));
    expect(failure).toMatchObject({ kind: "tls", reached: false });
    expect(failure.message).toMatch(/does not speak TLS; the URL may want http:\/\//);
  });

  test.each([
    ["closes the connection", "tls", /^the TLS handshake with .* failed/],
    ["resets the connection", "unreachable", /closed the connection before the request was sent$/],
  ])("to a port that %s during the handshake", async (how, kind, message) => {
    const hangUp = how.startsWith("close") ? "end" : "resetAndDestroy";
    const server = track(
      await startRawServer(() => {}, { onAccept: (socket) => void socket[hangUp]() }),
    );
    const failure = failureOf(await clientOf(`https://127.0.0.1:${server.port}`).send(get("/")));
    expect(failure).toMatchObject({ kind, reached: false });
    expect(failure.message).toMatch(message);
  });

  test("to a port that accepts and says nothing", async () => {
    const server = track(await startRawServer(() => {}));
    const client = clientOf(`https://127.0.0.1:${server.port}`, { timeoutMs: 300 });
    expect(failureOf(await client.send(get("/")))).toMatchObject({
      kind: "connect-timeout",
      reached: false,
    });
  });
});

describe("addresses that are no endpoints", () => {
  test.each([
    "http://169.254.169.254",
    "http://0xA9FEA9FE",
    "http://2852039166",
    "http://0251.0376.0251.0376",
    "http://169.254.43518",
    "http://[::ffff:169.254.169.254]",
    "http://[::ffff:a9fe:a9fe]",
    "http://[64:ff9b::169.254.169.254]",
    "http://[fe80::1]",
    "http://[fd00:ec2::254]",
    "http://100.100.100.200",
    "http://168.63.129.16",
    "http://169.254.170.2",
    "http://metadata.google.internal",
    "http://METADATA.google.internal.",
  ])("%s is refused", async (url) => {
    const failure = failureOf(await clientOf(url).send(get("/")));
    expect(failure).toMatchObject({ kind: "forbidden-address", reached: false });
  });

  test("a name that resolves to one is refused", async () => {
    const client = clientOf("http://model.test", {
      network: { lookup: resolveTo("169.254.169.254", "::ffff:169.254.169.254") },
    });
    expect(failureOf(await client.send(get("/")))).toMatchObject({
      kind: "forbidden-address",
      reached: false,
      message:
        "model.test resolves to 169.254.169.254, a link-local address, where clouds serve credentials: not a permitted target",
    });
  });

  test("where a name has others too, only those are connected to", async () => {
    const server = track(await answering());
    const client = clientOf(`http://model.test:${server.port}`, {
      network: { lookup: resolveTo("169.254.169.254", "127.0.0.1") },
    });
    answerOf(await client.send(get("/")));
  });

  test("a name is judged again at each connection", async () => {
    const answers = ["127.0.0.1", "169.254.169.254"];
    const server = track(
      await startRawServer((socket) => socket.end(answerBytes(200, { connection: "close" }))),
    );
    const client = clientOf(`http://model.test:${server.port}`, {
      network: { lookup: (...args) => resolveTo(answers.shift() ?? "")(...args) },
    });
    answerOf(await client.send(get("/")));
    expect(failureOf(await client.send(get("/"))).kind).toBe("forbidden-address");
  });
});
