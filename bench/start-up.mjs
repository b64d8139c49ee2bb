// Numbers, no verdict: from process start to the first request at the endpoint, and the size of the bundle.
import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../dist/cli.cjs", import.meta.url));
const RUNS = 15;
const GOAL_MS = 300;

async function benchStartUp() {
  const out = await mkdtemp(join(tmpdir(), "infergate-bench-"));
  const first = [];
  const empty = [];
  for (let run = 0; run < RUNS; run++) {
    // In turn, so that a machine that slows down strikes both.
    first.push(await firstRequestMs(out));
    empty.push(await exitMs(["-e", "0"]));
  }
  await rm(out, { recursive: true, force: true });
  const size = statSync(CLI).size / 1024;
  console.log("start-up, median of", RUNS);
  console.log(`  process start to first request  ${median(first).toFixed(0)} ms (goal ${GOAL_MS})`);
  console.log(`  an empty Node process           ${median(empty).toFixed(0)} ms`);
  console.log(`  ratio                           ${(median(first) / median(empty)).toFixed(1)}`);
  console.log(`  dist/cli.cjs                    ${size.toFixed(0)} KiB, unminified`);
}

function firstRequestMs(out) {
  return new Promise((resolve, reject) => {
    let started = 0;
    const server = createServer((_, response) => {
      const ms = performance.now() - started;
      response.writeHead(404).end();
      child.once("exit", () => {
        server.close();
        resolve(ms);
      });
      child.kill();
    });
    let child;
    server.listen(0, "127.0.0.1", () => {
      const url = `http://127.0.0.1:${server.address().port}`;
      started = performance.now();
      child = spawn(process.execPath, [CLI, "run", "--url", url, "--out", out], {
        stdio: "ignore",
      });
      child.once("error", reject);
    });
  });
}

function exitMs(args) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { stdio: "ignore" });
    child.once("error", reject);
    child.once("exit", () => resolve(performance.now() - started));
  });
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

await benchStartUp();
