import { createServer } from "node:net";
import { startProxy } from "../support/proxy-server";
import { answerBytes, readPem, startRawServer } from "../support/raw-server";
import { answerOf, clientOf, failureOf, freePort, get, track } from "./harness";

const bearer = { kind: "bearer", token: "s3cret-token" } as const;
const answering = (certificate?: string) =>
  startRawServer((socket) => socket.write(answerBytes(200, {}, "ok")), { certificate });

describe("a proxy of the environment", () => {
  test("takes plain HTTP in absolute form", async () => {
    const server = track(await answering());
    const proxy = track(await startProxy(server.port));
    const environment = { HTTP_PROXY: proxy.url };
    const client = clientOf("http://model.test/base", { network: { environment } });
    expect(answerOf(await client.send(get("/v2"))).body.toString()).toBe("ok");
    expect(proxy.lines).toEqual(["GET http://model.test/base/v2"]);
  });

  test("tunnels HTTPS and never sees the credentials", async () => {
    const server = track(await answering("self-signed"));
    const proxy = track(await startProxy(server.port));
    const client = clientOf("https://model.test", {
      auth: bearer,
      network: { environment: { https_proxy: proxy.url }, ca: readPem("self-signed") },
    });
    answerOf(await client.send(get("/1")));
    answerOf(await client.send(get("/2")));
    expect(proxy.lines).toEqual(["CONNECT model.test:443"]);
    expect(JSON.stringify(proxy.headers)).not.toContain(bearer.token);
    expect(server.requests[1]).toContain(bearer.token);
  });

  test("does not spare the target's certificate", async () => {
    const server = track(await answering("self-signed"));
    const proxy = track(await startProxy(server.port));
    const environment = { HTTPS_PROXY: proxy.url };
    const client = clientOf("https://model.test", { network: { environment } });
    const failure = failureOf(await client.send(get("/")));
    expect(failure).toMatchObject({ kind: "tls", reached: false });
    expect(failure.message).toBe("the certificate of model.test:443 is self-signed");
  });

  test.each(["model.test", ".test", "*"])("is passed by for NO_PROXY=%s", async (noProxy) => {
    const server = track(await answering());
    const proxy = track(await startProxy(server.port));
    const client = clientOf(`http://model.test:${server.port}`, {
      network: {
        environment: { http_proxy: proxy.url, NO_PROXY: noProxy },
        lookup: (_name, _options, callback) =>
          callback(null, [{ address: "127.0.0.1", family: 4 }]),
      },
    });
    answerOf(await client.send(get("/")));
    expect(proxy.lines).toEqual([]);
  });

  test("never gets what is meant for this machine", async () => {
    const server = track(await answering());
    const proxy = track(await startProxy(server.port));
    for (const host of ["127.0.0.1", "127.0.0.1."]) {
      const environment = { http_proxy: proxy.url };
      const client = clientOf(`http://${host}:${server.port}`, { network: { environment } });
      answerOf(await client.send(get("/")));
    }
    expect(proxy.lines).toEqual([]);
  });

  test("does not lead to a metadata service", async () => {
    const server = track(await answering());
    const proxy = track(await startProxy(server.port));
    for (const url of ["http://169.254.169.254", "http://metadata.google.internal"]) {
      const client = clientOf(url, { network: { environment: { http_proxy: proxy.url } } });
      expect(failureOf(await client.send(get("/"))).kind).toBe("forbidden-address");
    }
    expect(proxy.lines).toEqual([]);
  });

  test.each(["http", "https"])("that refuses %s leaves the target unreached", async (scheme) => {
    const proxy = track(await startProxy(1, 407));
    const environment = { http_proxy: proxy.url, https_proxy: proxy.url };
    const client = clientOf(`${scheme}://model.test`, { network: { environment } });
    const failure = failureOf(await client.send(get("/")));
    expect(failure).toMatchObject({ kind: "unreachable", reached: false });
    expect(failure.message).toMatch(/proxy.*407/);
  });

  test.each(["http", "https"])("that is not there is named (%s)", async (scheme) => {
    const proxy = `127.0.0.1:${await freePort()}`; // without a scheme, as many write it
    const environment = { http_proxy: proxy, https_proxy: proxy };
    const client = clientOf(`${scheme}://model.test`, { network: { environment } });
    const failure = failureOf(await client.send(get("/")));
    expect(failure).toMatchObject({ kind: "unreachable", reached: false });
    expect(failure.message).toContain("the proxy of the environment failed");
    expect(failure.message).toContain(proxy);
  });

  test("that hangs up on a tunnel is asked once, not for ever", async () => {
    let asked = 0;
    const proxy = createServer((socket) => {
      asked += 1;
      socket.on("error", () => {});
      socket.once("data", () => socket.end());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    track({ close: () => new Promise((resolve) => proxy.close(() => resolve())) });
    const { port } = proxy.address() as { port: number };
    const environment = { https_proxy: `http://127.0.0.1:${port}` };
    const client = clientOf("https://model.test", { network: { environment } });
    expect(failureOf(await client.send(get("/"))).kind).toBe("unreachable");
    expect(asked).toBe(1);
  });

  test("that is no URL of one is a config error without its password", () => {
    const environment = { http_proxy: "socks5://me:hunter2@proxy.test" };
    const create = () => clientOf("http://model.test", { network: { environment } });
    expect(create).toThrow(
      expect.objectContaining({
        code: "config/bad-proxy",
        message: expect.not.stringContaining("hunter2"),
      }),
    );
  });
});
