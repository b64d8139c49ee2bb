import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { penguins } from "../protocols/servers/grpc-penguins";
import { serveGrpc } from "../protocols/servers/grpc-service";
import { freePort } from "../servers/free-port";
import { removeCliFolders, runCli } from "../support/run-cli";
import { startV2Server } from "../support/small-v2-server";

afterAll(removeCliFolders);

/** Runs the command and says which files of dist/ it had loaded at its end. */
async function loadedBy(url: string): Promise<{ status: number | null; loaded: string }> {
  const { folder } = await runCli(["--version"]);
  const hook = join(folder, "loaded.cjs");
  const list = join(folder, "loaded.txt");
  await writeFile(
    hook,
    `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(list)}, Object.keys(require.cache).join("\\n")));`,
  );
  const { status } = await runCli(["run", "--url", url, "--suite", "system"], {
    env: { NODE_OPTIONS: `--require=${hook}` },
  });
  return { status, loaded: await readFile(list, "utf8") };
}

test("the libraries of gRPC are loaded only where an endpoint asks for them", async () => {
  const http = await startV2Server(({ path }) =>
    path === "/v2/models" ? { status: 200, body: { models: ["m"] } } : null,
  );
  const plain = await loadedBy(http.url);
  await http.close();
  expect(plain.loaded).toMatch(/cli\.cjs/);
  expect(plain.loaded).not.toMatch(/grpc\.cjs/);
  const grpc = await serveGrpc(penguins({ ready: true }));
  const asked = await loadedBy(grpc.url);
  await grpc.close();
  expect(asked.loaded).toMatch(/grpc\.cjs/);
  expect([plain.status, asked.status]).toEqual([0, 0]);
});

test("init writes a config for a gRPC endpoint, and looks without an inference", async () => {
  const methods: string[] = [];
  const answer = penguins({ ready: true });
  const server = await serveGrpc((seen) => {
    methods.push(seen.method);
    return answer(seen);
  });
  const { stdout, status } = await runCli(["init", server.url]);
  await server.close();
  expect(stdout).toContain(`url: "${server.url}"`);
  expect(stdout).toMatch(/^ {2}protocol: oip-v2\n {2}model: "penguins"$/m);
  expect(stdout).toContain("#   ServerMetadata answers small 1");
  expect(methods).not.toContain("ModelInfer");
  expect(status).toBe(0);
});

test("a load thread finds the libraries beside itself", async () => {
  const server = await serveGrpc(penguins({ ready: true }));
  const config = `
endpoint: { url: "${server.url}" }
system: off
load: { performance: { rate: 20/s, for: 2s, slo: { p95: 20s, errors: 10%, correct: 95% } } }
`;
  const files = { "infergate.yml": config };
  const { result } = await runCli(["run", "--config", "infergate.yml"], { files });
  await server.close();
  const checks = result?.suites.flatMap((suite) => suite.checks) ?? [];
  const correct = checks.find(({ id }) => id === "load/performance/correct");
  expect(correct).toMatchObject({ observed: 1 });
});

test("a gRPC port where nothing listens is exit 3, and says so", async () => {
  const url = `grpc://127.0.0.1:${await freePort()}`;
  const { status, result } = await runCli(["run", "--url", url]);
  expect(result?.verdict).toBe("error");
  expect(result?.reason).toMatch(/was not reached: nothing listens on 127\.0\.0\.1/);
  expect(result?.endpoint?.url).toBe(url);
  expect(status).toBe(3);
});

test.each([
  ["grpc://127.0.0.1", /no port|host:port/],
  ["grpc://127.0.0.1:1/v2/models/m", /no path/],
  ["ftp://127.0.0.1", /grpc:\/\//],
])("%s is exit 2", async (url, says) => {
  const { status, stderr } = await runCli(["run", "--url", url]);
  expect(stderr).toMatch(says);
  expect(status).toBe(2);
});
