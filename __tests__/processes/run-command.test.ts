import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runCommand } from "../../src/processes/run-command";

const node = (script: string, timeoutMs = 20_000) =>
  runCommand([process.execPath, "-e", script], { timeoutMs });

test("what it prints", async () => {
  expect(await node("console.log('a $HOME `b`')")).toEqual({ ok: true, output: "a $HOME `b`\n" });
});

test("no shell reads its arguments", async () => {
  const script = "console.log(process.argv[1])";
  const command = [process.execPath, "-e", script, "$(echo no); echo no | cat"];
  const outcome = await runCommand(command, { timeoutMs: 20_000 });
  expect(outcome).toEqual({ ok: true, output: "$(echo no); echo no | cat\n" });
});

test("the environment's secrets are not handed on", async () => {
  process.env.INFERGATE_TEST_TOKEN = "s3cret";
  const outcome = await node("console.log(JSON.stringify(process.env))");
  delete process.env.INFERGATE_TEST_TOKEN;
  expect(outcome.ok && outcome.output).not.toContain("s3cret");
  expect(outcome.ok && outcome.output).toContain("PATH");
});

test("a status, with the first line of its complaint", async () => {
  expect(await node("console.error('no\\nway'); process.exit(3)")).toEqual({
    ok: false,
    message: "it ended with status 3: no",
  });
});

test("one that never ends is killed", async () => {
  expect(await node("setInterval(() => {}, 1000)", 300)).toEqual({
    ok: false,
    message: "it did not end within 0.3 s",
  });
});

test("one that prints without end is ended", async () => {
  const outcome = await node("for (;;) console.log('x'.repeat(1000))");
  expect(outcome).toEqual({ ok: false, message: "it printed too much" });
});

test("one that may print more is heard to the end", async () => {
  const script =
    "process.stderr.write('x'.repeat(500_000), () => { console.log('done'); process.exit(3); })";
  const outcome = await runCommand([process.execPath, "-e", script], {
    timeoutMs: 20_000,
    mayPrintMore: true,
  });
  expect(outcome).toEqual({ ok: false, message: `it ended with status 3: ${"x".repeat(300)}` });
});

test("one that is not there", async () => {
  const outcome = await runCommand(["no-such-program-here"], { timeoutMs: 1000 });
  expect(outcome).toEqual({ ok: false, message: "there is no such program" });
});

test("interruption", async () => {
  const stop = new AbortController();
  const running = runCommand([process.execPath, "-e", "setInterval(() => {}, 1000)"], {
    timeoutMs: 20_000,
    signal: stop.signal,
  });
  stop.abort();
  expect(await running).toEqual({ ok: false, message: "it was interrupted" });
});

/** Windows has no process groups. */
const withGroups = process.platform === "win32" ? test.skip : test;

describe("one that is stopped has ended, with all that it has started", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "infergate-command-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Says that it runs, heeds no signal that can be ignored, and a while later does what it was to. */
  const stubborn = (begun: string, done: string) => `
    process.on("SIGTERM", () => {});
    const { writeFileSync } = require("node:fs");
    writeFileSync(${JSON.stringify(begun)}, "");
    setTimeout(() => writeFileSync(${JSON.stringify(done)}, ""), 1500);`;
  const startIt = (script: string) => `
    require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(script)}], { stdio: "inherit" });
    setInterval(() => {}, 1000);`;

  withGroups.each([
    ["itself", (script: string) => script],
    ["what it has started", startIt],
  ])("%s", async (name, wrap) => {
    const [begun, done] = [join(folder, `${name} begun`), join(folder, `${name} done`)];
    const stop = new AbortController();
    const running = runCommand([process.execPath, "-e", wrap(stubborn(begun, done))], {
      timeoutMs: 20_000,
      signal: stop.signal,
    });
    while (!existsSync(begun)) await sleep(10);
    stop.abort();
    expect(await running).toEqual({ ok: false, message: "it was interrupted" });
    await sleep(2500);
    expect(existsSync(done)).toBe(false);
  });
});
