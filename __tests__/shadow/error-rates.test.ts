import { randomStream } from "../../src/stats/random";
import type { Fault } from "../support/small-v2-server";
import { countRuns, FLIPPED, isInfer, RUNS, replay } from "./replay-runs";

/** Each answer is a wrong one by chance. */
const noisy = (share: number, random: () => number): Fault => {
  return ({ path }) => (isInfer(path) && random() < share ? FLIPPED : null);
};

test.each(["99%", "90%"])(
  "two equal models with 2 %% noise fail in at most 1 of 10 runs (limit %s)",
  async (limit) => {
    const failed = await countRuns(RUNS, async (seed) => {
      const { verdict, checks } = await replay({
        candidate: noisy(0.02, randomStream(seed, "candidate")),
        baseline: noisy(0.02, randomStream(seed, "baseline")),
        // The machine's own noise is another question.
        shadow: `{ requests: 500, min_agreement: ${limit}, max_slowdown: 100%, noise_floor: { max_excess: 0 } }`,
        rows: 500,
        seed,
      });
      expect(checks.find(({ id }) => id === "shadow/noise-floor")?.n).toBe(150);
      return verdict === "fail";
    });
    expect(failed).toBeLessThanOrEqual(Math.ceil(RUNS / 10));
  },
);

test("exactly 40 of 2,000 flipped answers are found (limit 99 %)", async () => {
  // A run of 4,640 requests.
  const runs = RUNS < 100 ? 2 : RUNS;
  const found = await countRuns(runs, async (seed) => {
    const random = randomStream(seed, "flips");
    const flipped = new Set<number>();
    // The first 20 are warm-up.
    while (flipped.size < 40) flipped.add(21 + Math.floor(random() * 2000));
    const { checks } = await replay({
      candidate: ({ path, count }) => (isInfer(path) && flipped.has(count) ? FLIPPED : null),
      baseline: () => null,
      shadow: "{ requests: 2000, min_agreement: 99%, max_slowdown: 100% }",
      rows: 2000,
      seed,
    });
    const agreement = checks.find(({ id }) => id === "shadow/agreement");
    expect(agreement).toMatchObject({ observed: 0.98, n: 2000 });
    return agreement?.verdict === "fail";
  });
  expect(found).toBeGreaterThanOrEqual(Math.ceil(runs * 0.95));
});
