// Leaves demo endpoints running for the steps that follow, and writes their URLs to the step's outputs.
import { fork } from "node:child_process";
import { once } from "node:events";
import { appendFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

const SERVERS = {
  "baseline-url": { role: "baseline", faults: [], seed: 1 },
  "candidate-url": { role: "candidate", faults: [], seed: 2 },
  "broken-url": { role: "candidate", faults: ["swapped-classes", "traceback"], seed: 3 },
};

if (process.send) {
  const workerData = Object.values(SERVERS);
  const file = new URL("../../dist/demo-server.cjs", import.meta.url);
  const [{ ports }] = await once(new Worker(file, { workerData }), "message");
  process.send(ports);
} else {
  const child = fork(fileURLToPath(import.meta.url), { detached: true, stdio: "ignore" });
  child.once("exit", () => {
    console.error("The demo endpoints did not start.");
    process.exit(1);
  });
  child.once("message", (ports) => {
    const lines = Object.keys(SERVERS).map((name, i) => `${name}=http://127.0.0.1:${ports[i]}\n`);
    appendFileSync(process.env.GITHUB_OUTPUT, lines.join(""));
    process.exit(0);
  });
}
