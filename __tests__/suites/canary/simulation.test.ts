import { twoProportionTest } from "../../../src/stats/proportions/two-proportions";
import { randomStream } from "../../../src/stats/random";
import { canaryConfig, rollOut } from "./virtual-rollout";

const RUNS = 100;

/** How many of a hundred rollouts ended in which way; seeded, so the same every time. */
async function endsOf(
  keys: string,
  rates: { candidate: number; baseline: number },
): Promise<Record<string, number>> {
  const canary = canaryConfig(keys);
  const random = randomStream(2024, `${keys} ${rates.candidate} ${rates.baseline}`);
  const ends: Record<string, number> = { passed: 0, undecided: 0, "rolled back": 0, stopped: 0 };
  for (let run = 0; run < RUNS; run++) {
    const { ended } = await rollOut(canary, rates, random);
    ends[ended.how] = (ends[ended.how] ?? 0) + 1;
  }
  return ends;
}

test("3 % errors against 1 % are rolled back in at least 95 of 100", async () => {
  const keys = "steps: [50%], each: 6000, max_error_ratio: 1";
  const ends = await endsOf(keys, { candidate: 0.03, baseline: 0.01 });
  expect(ends["rolled back"]).toBeGreaterThanOrEqual(95);
});

describe("two that are equal are rolled back in at most 5 of 100", () => {
  test.each([
    ["at the limit on errors", "steps: [50%], each: 6000, max_error_ratio: 1", 0.01],
    ["within it", "steps: [50%], each: 6000, max_error_ratio: 1, max_errors: 2%", 0.01],
    ["over it, both of them", "steps: [50%], each: 6000, max_error_ratio: 1", 0.02],
    ["over two stages", "steps: [10%, 50%], each: 4000, max_error_ratio: 1, max_errors: 5%", 0.03],
    ["as by default", "steps: [10%, 50%], each: 4000", 0.01],
  ])("%s", async (_, keys, rate) => {
    const ends = await endsOf(keys, { candidate: rate, baseline: rate });
    expect(ends["rolled back"]).toBeLessThanOrEqual(5);
  });
});

test("at the limit, or over it on both sides, nothing passes more often than it may", async () => {
  const keys = "steps: [50%], each: 6000";
  const at = await endsOf(keys, { candidate: 0.01, baseline: 0.01 });
  expect(at.passed).toBeLessThanOrEqual(11);
  const over = await endsOf(keys, { candidate: 0.02, baseline: 0.02 });
  expect(over.passed).toBe(0);
});

test("a canary without errors passes, and one far within the limit does mostly", async () => {
  const keys = "steps: [10%, 50%], each: 8000";
  expect((await endsOf(keys, { candidate: 0, baseline: 0 })).passed).toBe(RUNS);
  const ends = await endsOf(keys, { candidate: 0.002, baseline: 0.002 });
  expect(ends.passed).toBeGreaterThanOrEqual(70);
});

test("control: a plain test at every look rolls an equal canary back far more often", () => {
  const random = randomStream(2024, "control");
  let accused = 0;
  for (let run = 0; run < RUNS; run++) {
    const [candidate, baseline] = [
      { successes: 0, trials: 0 },
      { successes: 0, trials: 0 },
    ];
    let isAccused = false;
    for (let n = 1; n <= 6000; n++) {
      const side = random() < 0.5 ? candidate : baseline;
      side.trials += 1;
      if (random() < 0.01) side.successes += 1;
      if (n % 150 === 0 && twoProportionTest(candidate, baseline, "greater").pValue < 0.05) {
        isAccused = true;
      }
    }
    if (isAccused) accused += 1;
  }
  expect(accused).toBeGreaterThan(10);
});
