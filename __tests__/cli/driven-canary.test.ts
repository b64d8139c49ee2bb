import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type DemoServers, startDemoServers } from "../../src/demo/start";
import { type RouterProcess, SET_WEIGHT, startRouter } from "../suites/canary/router-process";
import { removeCliFolders, runCli } from "../support/run-cli";

let servers: DemoServers;
let router: RouterProcess;
let home: string;
beforeAll(async () => {
  servers = await startDemoServers("good", {
    workerFile: resolve(__dirname, "../../dist/demo-server.cjs"),
  });
  home = await mkdtemp(join(tmpdir(), "infergate-driven-"));
});
beforeEach(async () => {
  router = await startRouter(servers.candidate.url, servers.baseline.url);
});
afterEach(() => router.stop());
afterAll(async () => {
  await servers.close();
  await removeCliFolders();
  await rm(home, { recursive: true, force: true });
});

const files = (more = "") => {
  const command = (weight: string) =>
    JSON.stringify([process.execPath, SET_WEIGHT, router.url, weight]);
  return {
    "infergate.yml": `
endpoint: { model: penguins }
system: off
load: off
canary:
  steps: [40%]
  each: 100000
  attribute: { header: X-Revision, candidate: v3, baseline: v2 }
  drive: { advance: ${command("{{weight}}")}, rollback: ${command("0")}, settle: 0s${more} }
`,
  };
};

/** Once requests are led to the candidate. */
async function untilSet(): Promise<void> {
  while ((await router.weights()).weight === 0) await new Promise((done) => setTimeout(done, 50));
  // In the middle of a stage.
  await new Promise((done) => setTimeout(done, 500));
}

async function untilRolledBack(): Promise<number[]> {
  const until = Date.now() + 60_000;
  for (;;) {
    const { weight, history } = await router.weights();
    if (weight === 0 || Date.now() > until) return history;
    await new Promise((done) => setTimeout(done, 50));
  }
}

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s while a stage runs leaves the split rolled back",
  async (signal) => {
    const { status, result, stdout } = await runCli(["run", "--url", router.url], {
      files: files(),
      onStart: (child) => void untilSet().then(() => child.kill(signal)),
    });
    // By the time that the process has ended, and no later.
    expect((await router.weights()).history).toEqual([0, 0.4, 0]);
    expect(status).toBe(130);
    const checks = result?.suites[0]?.checks ?? [];
    expect(checks.map(({ id, verdict }) => [id, verdict])).toEqual(
      expect.arrayContaining([
        ["canary/stage-1", "error"],
        ["canary/rollback", "error"],
      ]),
    );
    expect(stdout).toMatch(/the split was rolled back: interrupted/);
  },
);

test("so does a second interruption while it is being rolled back", async () => {
  const slow = join(home, "slow.cjs");
  await writeFile(
    slow,
    `setTimeout(() => require("node:child_process").execFileSync(process.execPath, process.argv.slice(2)), 3000);\n`,
  );
  const text = files()["infergate.yml"].replace(
    `rollback: ["${process.execPath}",`,
    `rollback: ["${process.execPath}","${slow}",`,
  );
  const { status } = await runCli(["run", "--url", router.url], {
    files: { "infergate.yml": text },
    onStart: (child) =>
      void untilSet().then(() => {
        child.kill("SIGINT");
        setTimeout(() => child.kill("SIGINT"), 1000);
      }),
  });
  // Whoever insists is heard, and the split is looked after all the same.
  expect(status).not.toBe(0);
  expect((await untilRolledBack()).at(-1)).toBe(0);
});

test("a process that is killed outright leaves the split rolled back", async () => {
  const { status } = await runCli(["run", "--url", router.url], {
    files: files(),
    onStart: (child) => void untilSet().then(() => child.kill("SIGKILL")),
  });
  expect(status).toBeNull();
  expect(await untilRolledBack()).toEqual([0, 0.4, 0]);
});

test("--timeout leaves the split rolled back", async () => {
  const { status } = await runCli(["run", "--url", router.url, "--timeout", "3s"], {
    files: files(),
  });
  expect((await router.weights()).history).toEqual([0, 0.4, 0]);
  expect(status).toBe(3);
});
