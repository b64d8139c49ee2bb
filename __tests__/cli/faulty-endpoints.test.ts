import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { removeCliFolders, runCli } from "../support/run-cli";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server | null = null;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((closed) => (server ? server.close(closed) : closed(null)));
  server = null;
});
afterAll(removeCliFolders);

async function serve(handler: Handler): Promise<string> {
  server = createServer(handler).listen(0, "127.0.0.1");
  await new Promise((listening) => server?.once("listening", listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const json = (response: ServerResponse, body: unknown, status = 200) => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
};

/** Sound in everything but inference: what goes wrong there is the handler's. */
const soundUntilInfer =
  (infer: Handler): Handler =>
  (request, response) => {
    request.resume();
    const { method, url = "" } = request;
    if (method === "POST" && url.endsWith("/infer")) return infer(request, response);
    if (url.includes("no-such-model")) return json(response, { error: "unknown model" }, 404);
    if (url === "/v2") return json(response, { name: "faulty", version: "1", extensions: [] });
    if (url.endsWith("/live") || url.endsWith("/ready")) return json(response, {});
    if (url === "/v2/models/m") {
      return json(response, {
        name: "m",
        versions: ["1"],
        platform: "test",
        inputs: [{ name: "x", datatype: "FP32", shape: [-1, 2] }],
        outputs: [{ name: "y", datatype: "FP32", shape: [-1] }],
      });
    }
    json(response, { error: "not found" }, 404);
  };

const FAULTS: Record<string, { handler: Handler; says: RegExp }> = {
  "accepts and hangs": { handler: () => {}, says: /no (whole )?answer within/ },
  resets: { handler: (request) => request.socket.resetAndDestroy(), says: /reset|closed|broke/ },
  "answers HTML": {
    handler: (_, response) =>
      response
        .writeHead(200, { "content-type": "text/html" })
        .end("<!doctype html><h1>Welcome</h1>"),
    says: /HTML/,
  },
  "answers 200 with an error": {
    handler: (request, response) => {
      request.resume();
      json(response, { error: "model is not loaded" });
    },
    says: /model is not loaded|outputs|error/,
  },
  "streams for ever": {
    handler: (_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      const chunk = Buffer.alloc(64 * 1024, "[");
      const pump = () => {
        while (!response.destroyed && response.write(chunk));
        if (!response.destroyed) response.once("drain", pump);
      };
      pump();
    },
    says: /too large|larger|MiB|bytes|within/,
  },
};

const YAML =
  'endpoint: { url: "${URL}", protocol: oip-v2, model: m, timeout: 500ms }\nload: { performance: { rate: 20/s, for: 2s } }\n';
const run = (url: string, args: string[]) =>
  runCli(["run", ...args], {
    files: { "infergate.yml": YAML },
    env: { URL: url, NODE_OPTIONS: "--max-old-space-size=256" },
  });

describe.each(Object.entries(FAULTS))("an endpoint that %s", (_, { handler, says }) => {
  test("in everything fails, with a report that says how", async () => {
    const { status, result } = await run(await serve(handler), []);
    expect(result?.verdict).toBe("fail");
    expect(JSON.stringify(result)).toMatch(says);
    expect(status).toBe(1);
  });

  test.each(["system", "load"])("only when it infers fails %s", async (suite) => {
    const { status, result } = await run(await serve(soundUntilInfer(handler)), ["--suite", suite]);
    expect(result?.verdict).toBe("fail");
    expect(JSON.stringify(result?.suites)).toMatch(says);
    expect(status).toBe(1);
  });
});

test("an endpoint that hangs is told within ten time-outs", async () => {
  const url = await serve(soundUntilInfer(() => {}));
  const { result } = await run(url, ["--suite", "system"]);
  expect(result?.suites[0]?.durationMs).toBeLessThan(10 * 500);
});

test("HTML everywhere, with the protocol to be found, is a fail and not a question", async () => {
  const url = await serve((FAULTS["answers HTML"] as { handler: Handler }).handler);
  const { status, result } = await runCli(["run", "--url", url]);
  expect(result).toMatchObject({ verdict: "fail" });
  expect(result?.reason).toMatch(/does not answer as an inference server/);
  expect(status).toBe(1);
});

test("JSON of an unknown kind is asked about, with an example", async () => {
  const url = await serve((_, response) => json(response, { hello: "world" }));
  const { status, stderr } = await runCli(["run", "--url", url]);
  expect(stderr).toMatch(/could not be recognised/);
  expect(stderr).toMatch(/protocol: http/);
  expect(status).toBe(2);
});

test("an endpoint that wants credentials is not green and not its fault: exit 3", async () => {
  const url = await serve((_, response) => json(response, { error: "unauthorized" }, 401));
  const { status, result } = await runCli(["run", "--url", url]);
  expect(result).toMatchObject({ verdict: "error" });
  expect(result?.reason).toMatch(/wants credentials/);
  expect(status).toBe(3);
});
