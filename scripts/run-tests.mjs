// All tests, in two runs: those that measure real servers one after the other, since a busy machine
// would be part of what they measure; the others on all cores. `npm test -- PATH` runs what it names.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const jest = createRequire(import.meta.url).resolve("jest/bin/jest");

/** Below `__tests__/`; of the folders not the files that count in virtual time. */
const MEASURES =
  "((action|cli|load|shadow|shards|suites)/(?!.*(virtual|judging|simulation|experiment|keys))|protocols/oip-v2-grpc)";

const RUNS = [
  ["--maxWorkers=100%", "--testPathPatterns", `__tests__/(?!${MEASURES})`],
  ["--runInBand", "--testPathPatterns", `__tests__/${MEASURES}`],
];

const given = process.argv.slice(2);
for (const args of given.length > 0 ? [given] : RUNS) {
  const { status } = spawnSync(process.execPath, [jest, ...args], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
