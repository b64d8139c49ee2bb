// The load generator, with every answer checked, against tools that check none. Numbers, no verdict.
//
//     node bench/load.mjs [--rounds N] [--seconds N]     about four minutes with the defaults
//     node bench/load.mjs --long [--minutes N]           half an hour at 200/s: does memory grow?
//
// CPU time a request (user and system, of the whole process) is what repeats on a machine that others
// use, too; throughput is not. Each tool runs in a process of its own against the same bare server in
// another, and the tools take turns, so that a slow minute strikes all.
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { buildLoadThreads } from "../scripts/load-threads.mjs";
import { peersHere, runPeer } from "./load/peers.mjs";

const { values: options } = parseArgs({
  options: {
    long: { type: "boolean", default: false },
    rounds: { type: "string", default: "3" },
    seconds: { type: "string", default: "4" },
    minutes: { type: "string", default: "30" },
  },
});
const ROUNDS = Number(options.rounds);
const SECONDS = Number(options.seconds);
const USERS = 16;
const MIB = 1024 * 1024;
const HERE = fileURLToPath(new URL("load/", import.meta.url));

const ENTRY = `
export { createAnswerCheck } from "./src/load/answer-checker";
export { constantArrivals } from "./src/load/arrivals/constant-arrivals";
export { steady } from "./src/load/arrivals/rate-profile";
export { openGenerator } from "./src/load/open-generator";
`;

async function buildGenerator(folder) {
  await buildLoadThreads(folder);
  const bundle = join(folder, "generator.cjs");
  await build({
    stdin: { contents: ENTRY, resolveDir: join(HERE, "../.."), loader: "ts" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    outfile: bundle,
  });
  return bundle;
}

async function startServer() {
  const child = fork(join(HERE, "bare-server.mjs"));
  const [port] = await once(child, "message");
  return {
    url: `http://127.0.0.1:${port}`,
    /** When the requests since the last call came. */
    async arrivals() {
      child.send("arrivals");
      return (await once(child, "message"))[0];
    },
    stop: () => child.kill(),
  };
}

/** Runs one of our own scripts; `onStart` is called when its warm-up is over. */
async function runScript(script, load, onStart = async () => {}) {
  const child = fork(join(HERE, script), [JSON.stringify(load)]);
  const exited = once(child, "exit");
  const failed = exited.then(() => Promise.reject(new Error(`${script} ended without a word`)));
  failed.catch(() => {});
  const message = () => Promise.race([once(child, "message"), failed]);
  await message();
  await onStart();
  const [result] = await message();
  await exited;
  return result;
}

function tools(server, bundle, { paced = false } = {}) {
  const own = (script, more) => (load) =>
    runScript(script, { url: server.url, ...load, ...more }, () => server.arrivals());
  return {
    infergate: own("run-infergate.mjs", { bundle }),
    autocannon: own("run-autocannon.mjs", {}),
    ...Object.fromEntries(
      peersHere({ paced }).map((name) => [
        name,
        async (load) => {
          await server.arrivals();
          return runPeer(name, server.url, load);
        },
      ]),
    ),
  };
}

/** By tool, all of its rounds; in each round the tools take turns. */
async function compare(byName, load, note = async () => ({})) {
  const results = Object.fromEntries(Object.keys(byName).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(byName)) {
      const result = await run(load);
      results[name].push({ ...result, ...(await note()) });
    }
  }
  return results;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];
const mid = (results, of) => median(results.map(of));
const quantile = (sorted, p) => sorted[Math.floor(p * sorted.length)];
const row = (...cells) =>
  console.log(
    `  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(12) : cell.padStart(12))).join("")}`,
  );

async function asFastAsItGoes(server, bundle) {
  console.log(`\nAs fast as it goes: ${USERS} connections, ${SECONDS} s, median of ${ROUNDS}`);
  const results = await compare(tools(server, bundle), { users: USERS, seconds: SECONDS });
  const ours = mid(results.infergate, ({ cpuMicroseconds }) => cpuMicroseconds);
  row("", "CPU µs", "requests/s", "infergate ×");
  for (const [name, rounds] of Object.entries(results)) {
    const cpu = mid(rounds, ({ cpuMicroseconds }) => cpuMicroseconds);
    const rate = mid(rounds, ({ perSecond }) => perSecond);
    row(name, cpu.toFixed(1), rate.toFixed(0), name === "infergate" ? "" : (ours / cpu).toFixed(2));
  }
}

/**
 * How far the arrivals at the server stray from an even row of them: each from its place in a row that
 * no request is ahead of by more than one of a hundred is.
 */
function strayOf(arrivals, rate) {
  const gap = 1000 / rate;
  const late = Float64Array.from(arrivals, (at, i) => at - arrivals[0] - i * gap).sort();
  const ahead = quantile(late, 0.01);
  return [0.5, 0.99].map((p) => quantile(late, p) - ahead);
}

async function atARate(server, bundle, rate) {
  console.log(`\nAt ${rate}/s, evenly: ${SECONDS} s, median of ${ROUNDS}`);
  const byName = tools(server, bundle, { paced: true });
  const note = async () => ({ stray: strayOf(await server.arrivals(), rate) });
  const results = await compare(byName, { users: USERS, rate, seconds: SECONDS }, note);
  row("", "CPU µs", "requests/s", "stray p50", "stray p99", "late p50", "late p99");
  for (const [name, rounds] of Object.entries(results)) {
    const figures = (of) => [0, 1].map((i) => `${mid(rounds, (one) => of(one)[i]).toFixed(2)} ms`);
    row(
      name,
      mid(rounds, ({ cpuMicroseconds }) => cpuMicroseconds).toFixed(1),
      mid(rounds, ({ perSecond }) => perSecond).toFixed(0),
      ...figures(({ stray }) => stray),
      ...(rounds[0].lateMs ? figures(({ lateMs }) => lateMs) : []),
    );
  }
  console.log(
    "  stray: from an even row, as the server saw them; late: from the schedule, as sent",
  );
}

async function withThreads(server, bundle) {
  const run = (workers) => (load) =>
    runScript("run-infergate.mjs", { url: server.url, bundle, ...load, workers });
  const results = await compare({ 1: run(1), 2: run(2) }, { users: 2 * USERS, seconds: SECONDS });
  const figures = (of) => [results[1], results[2]].map((rounds) => mid(rounds, of));
  const [one, two] = figures(({ perSecond }) => perSecond);
  const [cpuOfOne, cpuOfTwo] = figures(({ cpuMicroseconds }) => cpuMicroseconds);
  const cores = cpus().length;
  console.log("\nTwo threads against one, as fast as it goes");
  console.log(`  ${one.toFixed(0)}/s and ${two.toFixed(0)}/s: ${(two / one).toFixed(2)} times`);
  console.log(`  ${cpuOfOne.toFixed(1)} and ${cpuOfTwo.toFixed(1)} µs of CPU a request`);
  if (cores < 4) {
    console.log(`  With ${cores} cores, the server needs what a second thread would.`);
  }
}

async function memoryOfAMillion(server, bundle) {
  const load = { users: USERS, seconds: 3600, mostRequests: 1_000_000, cold: true };
  const result = await runScript("run-infergate.mjs", { url: server.url, bundle, ...load });
  const seconds = result.requests / result.perSecond;
  console.log(`\nA million requests recorded (${result.requests} in ${seconds.toFixed(0)} s)`);
  console.log(`  ${(result.mostMemory / MIB).toFixed(0)} MiB of RSS at the most`);
}

async function long(server, bundle) {
  const minutes = Number(options.minutes);
  const load = { rate: 200, seconds: 60 * minutes };
  const { requests, wrong, memory, mostMemory, lateMs } = await runScript("run-infergate.mjs", {
    url: server.url,
    bundle,
    ...load,
  });
  const at = (share) => memory[Math.floor(share * (memory.length - 1))][1] / MIB;
  console.log(`\n${minutes} minutes at ${load.rate}/s: ${requests} right, ${wrong} not`);
  console.log(`  late by ${lateMs.map((ms) => ms.toFixed(2)).join(" ms (p50), ")} ms (p99)`);
  console.log(
    `  RSS in MiB at each tenth: ${Array.from({ length: 11 }, (_, i) => at(i / 10).toFixed(0)).join(" ")}`,
  );
  console.log(
    `  growth over the second half: ${growth(memory).toFixed(2)} MiB an hour (Theil–Sen), at the most ${(mostMemory / MIB).toFixed(0)} MiB`,
  );
}

/** The median of the slopes between the points of the second half, MiB an hour. */
function growth(memory) {
  const half = memory.slice(memory.length >> 1).filter((_, i) => i % 5 === 0);
  const slopes = half.flatMap(([t, bytes], i) =>
    half.slice(i + 1).map(([later, more]) => ((more - bytes) / MIB / (later - t)) * 3_600_000),
  );
  return median(slopes);
}

const folder = await mkdtemp(join(tmpdir(), "infergate-bench-load-"));
const server = await startServer();
try {
  const bundle = await buildGenerator(folder);
  if (options.long) {
    await long(server, bundle);
  } else {
    await asFastAsItGoes(server, bundle);
    for (const rate of [200, 1000, 4000]) await atARate(server, bundle, rate);
    await withThreads(server, bundle);
    await memoryOfAMillion(server, bundle);
  }
} finally {
  server.stop();
  await rm(folder, { recursive: true, force: true });
}
