import { waitUntil } from "../../src/demo/wait-until";
import type { Fault } from "../support/small-v2-server";
import { countRuns, isInfer, RUNS, replay } from "./replay-runs";

/**
 * Long beside what a busy machine adds to it: where HTTP and the scheduler add 8 ms to a service of
 * 20 ms, one that takes 15 % longer is not 15 % slower for its callers.
 */
const SERVICE_MS = 100;

const takes =
  (milliseconds: number): Fault =>
  async ({ path }, sound) => {
    if (isInfer(path)) await waitUntil(performance.now() + milliseconds);
    return sound();
  };

/** In real time, so fewer runs: the hundred runs are in simulate/. */
const runs = Math.ceil(RUNS / 5);

const slowdownOf = async (slower: number, seed: number) => {
  const { checks } = await replay({
    candidate: takes((1 + slower) * SERVICE_MS),
    baseline: takes(SERVICE_MS),
    shadow: "{ requests: 80, max_slowdown: 10%, noise_floor: off }",
    rows: 80,
    seed,
  });
  return checks.find(({ id }) => id === "shadow/slowdown");
};

test("15 % more latency is found", async () => {
  const found = await countRuns(
    runs,
    async (seed) => (await slowdownOf(0.15, seed))?.verdict === "fail",
  );
  expect(found).toBeGreaterThanOrEqual(Math.ceil(runs * 0.95));
});

test("no more latency is no slowdown", async () => {
  const failed = await countRuns(
    runs,
    async (seed) => (await slowdownOf(0, seed))?.verdict === "fail",
  );
  expect(failed).toBeLessThanOrEqual(Math.ceil(runs / 10));
});
