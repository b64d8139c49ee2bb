// Leaves demo endpoints running for the steps that follow, and writes their URLs to the step's outputs.
import { fork } from "node:child_process";
import { appendFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

const SERVERS = {
  "baseline-url": { role: "baseline", faults: [], seed: 1 },
  "candidate-url": { role: "candidate", faults: [], seed: 2 },
  "broken-url": { role: "candidate", faults: ["swapped-classes", "mixed-callers"], seed: 3 },
};

if (process.send) {
  const urls = await Promise.all(
    Object.entries(SERVERS).map(async ([name, workerData]) => [name, await serve(workerData)]),
  );
  process.send(urls);
} else {
  const child = fork(fileURLToPath(import.meta.url), { detached: true, stdio: "ignore" });
  child.on("exit", () => {
    console.error("The demo endpoints did not start.");
    process.exit(1);
  });
  child.once("message", (urls) => {
    const lines = urls.map(([name, url]) => `${name}=${url}\n`).join("");
    appendFileSync(process.env.GITHUB_OUTPUT, lines);
    process.exit(0);
  });
}

function serve(workerData) {
  const worker = new Worker(new URL("../../dist/demo-server.cjs", import.meta.url), { workerData });
  return new Promise((resolve, reject) => {
    worker.once("message", ({ port }) => resolve(`http://127.0.0.1:${port}`));
    worker.once("error", reject);
  });
}
