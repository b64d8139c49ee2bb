import { resolve } from "node:path";
import { type DemoServers, startDemoServers } from "../../src/demo/start";
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

const args = () => ["run", "--url", servers.candidate.url, "--baseline-url", servers.baseline.url];
const files = {
  "infergate.yml":
    "endpoint: { model: penguins }\nbaseline: { model: penguins }\nload: { performance: { rate: 20/s, for: 60s } }\n",
};

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s is exit 130 with a partial report",
  async (signal) => {
    const { status, result, stdout } = await runCli(args(), {
      files,
      onStart(child) {
        // Once the first suite is done, so that there is something to report.
        child.stderr?.on("data", (chunk) => {
          if (String(chunk).includes("… load")) child.kill(signal);
        });
      },
    });
    expect(status).toBe(130);
    expect(result?.suites.map(({ name, verdict }) => [name, verdict])).toEqual([
      ["system", "pass"],
      ["load", "error"],
      ["shadow", "error"],
    ]);
    expect(result?.verdict).toBe("error");
    expect(result?.reason).toMatch(/interrupted/);
    expect(stdout).toMatch(/interrupted/);
  },
);

test("--timeout ends the run with a partial report and is no pass", async () => {
  const { status, result } = await runCli([...args(), "--timeout", "4s"], { files });
  expect(status).toBe(3);
  expect(result?.suites[0]?.verdict).toBe("pass");
  expect(result?.suites.at(-1)?.reason).toMatch(/time limit/);
  // Nobody interrupted it.
  expect(JSON.stringify(result)).not.toMatch(/interrupt/);
});
