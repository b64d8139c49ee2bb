import { resolve } from "node:path";
import { parseConfig } from "../../src/config/parse-config";
import { type DemoServers, startDemoServers } from "../../src/demo/start";
import { serve } from "../protocols/servers/json-server";
import { removeCliFolders, runCli } from "../support/run-cli";

let servers: DemoServers;
beforeAll(async () => {
  servers = await startDemoServers("good", {
    workerFile: resolve(__dirname, "../../dist/demo-server.cjs"),
  });
});
afterAll(async () => {
  await servers.close();
  await removeCliFolders();
});

test("init prints a config that the gate then runs", async () => {
  const { status, stdout, stderr } = await runCli(["init", servers.candidate.url]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/GET \/v2 answers server metadata/);
  expect(stdout).toMatch(/protocol: oip-v2/);
  expect(stdout).toMatch(/model: "penguins"/);
  const run = await runCli(["run", "--suite", "system"], { files: { "infergate.yml": stdout } });
  expect(run.result?.suites.map(({ name, verdict }) => [name, verdict])).toEqual([
    ["system", "pass"],
  ]);
});

test("the URL that people call does as well", async () => {
  const url = `${servers.candidate.url}/v2/models/penguins/infer`;
  const { status, stdout } = await runCli(["init", url]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/the URL ends in \/v2\/models\/penguins\/infer/);
  const { config } = parseConfig(stdout, {
    file: null,
    baseDir: "/",
    overrides: { url: null, baselineUrl: null },
    env: {},
    allowedEnv: [],
  });
  expect(config.endpoint).toMatchObject({ url, model: "penguins", protocol: "oip-v2" });
});

test("a server that nobody knows is asked about, not guessed at", async () => {
  const methods = new Set<string>();
  const server = await serve(({ method }) => {
    methods.add(method);
    return { status: 404, body: { detail: "Not Found" } };
  });
  const { status, stdout, stderr } = await runCli(["init", server.url]);
  await server.close();
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/could not be recognised: GET \/v2 answered 404/);
  expect(stderr).toMatch(/protocol: http, request: \{ path: \/predict/);
  // Looking changes nothing.
  expect([...methods].filter((method) => method !== "GET" && method !== "OPTIONS")).toEqual([]);
});

describe("a token", () => {
  const secret = "s3cret-token";
  test("is read from the variable that is named, and not printed", async () => {
    const server = await serve(({ path, headers }) => {
      if (headers.authorization !== `Bearer ${secret}`) return { status: 401, body: {} };
      return path === "/v1/models"
        ? { status: 200, body: { models: ["m"] } }
        : { status: 404, body: {} };
    });
    const closed = await runCli(["init", server.url]);
    const open = await runCli(["init", server.url, "--token-env", "MODEL_TOKEN"], {
      env: { MODEL_TOKEN: secret },
    });
    await server.close();
    expect(closed.status).toBe(3);
    expect(closed.stderr).toMatch(/wants credentials \(status 401 to GET \/v2\).*\n.*--token-env/);
    expect(open.status).toBe(0);
    expect(open.stdout).toContain('auth: { bearer: "${MODEL_TOKEN}" }');
    expect(open.stdout + open.stderr).not.toContain(secret);
  });
});

test.each([
  [["init"], 2, /init takes the URL of an endpoint/],
  [["init", "http://127.0.0.1:9", "more"], 2, /init takes the URL/],
  [["init", "nonsense"], 2, /cannot be read/],
  [["init", "http://127.0.0.1:9"], 3, /was not reached/],
  [["init", "http://127.0.0.1:9", "--token-env", "a b"], 2, /name of an environment variable/],
])("%j ends with %i", async (args, expected, message) => {
  const { status, stderr, stdout } = await runCli(args);
  expect({ status, stdout }).toEqual({ status: expected, stdout: "" });
  expect(stderr).toMatch(message);
});
