import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { limitsOf, simulate } from "../../simulate/scenario";
import { randomStream } from "../../src/stats/random";

/** In a process of its own: inside of jest the same draws take several times as long. */
test("every method keeps its promise, and every control breaks its own (short form)", async () => {
  const script = require.resolve("../../simulate/run.mjs");
  const { stdout } = await promisify(execFile)(process.execPath, [script, "--short"]);
  const rows = stdout.split("\n").filter((line) => /^\| .*%/.test(line));
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.filter((row) => row.includes("✗"))).toEqual([]);
  expect(rows.filter((row) => row.includes("breaks, as it should")).length).toBeGreaterThan(5);
});

test("a promise that is broken is seen", () => {
  const wrong = (share: number) => ({
    family: "",
    name: "",
    happens: (random: () => number) => random() < share,
  });
  const run = (scenario: Parameters<typeof simulate>[0]) =>
    simulate(scenario, 2000, randomStream(1, "broken")).holds;
  expect(run({ ...wrong(0.09), claim: { atMost: 0.05 } })).toBe(false);
  expect(run({ ...wrong(0.05), claim: { atMost: 0.05 } })).toBe(true);
  expect(run({ ...wrong(0.91), claim: { atLeast: 0.95 } })).toBe(false);
  expect(run({ ...wrong(0.7), claim: { near: 0.8, within: 0.02 } })).toBe(false);
  expect(run({ ...wrong(0.9), claim: { near: 0.8, within: 0.02 } })).toBe(false);
  // A control that keeps to its level says that the simulation cannot see.
  expect(run({ ...wrong(0.05), claim: { breaks: 0.2 } })).toBe(false);
});

test("what is allowed is the promise and three standard errors", () => {
  expect(limitsOf({ atMost: 0.05 }, 10_000).high).toBeCloseTo(0.05 + 3 * 0.0021794, 6);
  expect(limitsOf({ near: 0.99, within: 0.02 }, 100)).toEqual({
    low: expect.closeTo(0.97 - 3 * 0.00995, 5),
    high: 1,
  });
});
