import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-guard-"));
  buildSync({
    entryPoints: [join(__dirname, "../../src/processes/command-guard.ts")],
    bundle: true,
    platform: "node",
    outfile: join(folder, "guard.cjs"),
  });
  // What is guarded: it writes what it was given, and what it sees of the environment.
  await writeFile(
    join(folder, "command.cjs"),
    'require("node:fs").writeFileSync(process.argv[2], `${process.env.GIVEN} ${process.env.SECRET}`);\n',
  );
  // Whoever arms it, does what it is told and stays.
  await writeFile(
    join(folder, "arm.cjs"),
    `const { guardCommand } = require("./guard.cjs");
const [file, then] = process.argv.slice(2);
guardCommand([process.execPath, ${JSON.stringify(join(folder, "command.cjs"))}, file], {
  timeoutMs: 20_000,
  env: { GIVEN: "given" },
}).then(async (guard) => {
  if (then === "disarm") guard.disarm();
  if (then.startsWith("beside ")) {
    const script = "require('node:fs').writeFileSync(process.argv[1] + ' begun', ''); setTimeout(() => require('node:fs').writeFileSync(process.argv[1], 'late'), 2000)";
    const beside = require("node:child_process").spawn(process.execPath, ["-e", script, then.slice(7)], { detached: true, stdio: "ignore" });
    guard.noteRunning(beside.pid);
    while (!require("node:fs").existsSync(then.slice(7) + " begun")) await new Promise((next) => setTimeout(next, 10));
    throw new Error("crash");
  }
  if (then === "crash") throw new Error("crash");
  console.log("armed");
  if (then === "stay") setInterval(() => {}, 1000);
});
`,
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(name: string, then: string, signal: NodeJS.Signals | null = null) {
  const file = join(folder, name);
  const child = spawn(process.execPath, [join(folder, "arm.cjs"), file, then], {
    env: { PATH: process.env.PATH ?? "", SECRET: "s3cret" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(child, "exit");
  if (signal) {
    await once(child.stdout, "data");
    child.kill(signal);
  }
  await ended;
  return file;
}

async function written(file: string): Promise<string | null> {
  for (let tries = 0; tries < 400; tries++) {
    if (existsSync(file)) {
      const text = await readFile(file, "utf8");
      if (text !== "") return text;
    }
    await new Promise((done) => setTimeout(done, 25));
  }
  return null;
}

test.each([
  ["is killed", "stay", "SIGKILL"],
  ["is ended", "stay", "SIGTERM"],
  ["crashes", "crash", null],
  ["just ends", "end", null],
] as const)(
  "the command is run where the process %s, without its secrets",
  async (name, then, signal) => {
    const file = await run(name.replace(" ", "-"), then, signal);
    expect(await written(file)).toBe("given undefined");
  },
);

test("disarmed, it is not", async () => {
  const disarmed = await run("disarmed", "disarm");
  // Another guard, begun later, has done its work meanwhile.
  expect(await written(await run("later", "end"))).toBe("given undefined");
  expect(existsSync(disarmed)).toBe(false);
});

/** Windows has no process groups. */
const withGroups = process.platform === "win32" ? test.skip : test;

withGroups("what was running beside it is ended first, so that it does not come last", async () => {
  const late = join(folder, "late");
  expect(await written(await run("first", `beside ${late}`))).toBe("given undefined");
  await new Promise((done) => setTimeout(done, 2500));
  expect(existsSync(`${late} begun`)).toBe(true);
  expect(existsSync(late)).toBe(false);
});
