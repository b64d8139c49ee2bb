import { steady } from "../../src/load/arrivals/rate-profile";
import type { LoadRun } from "../../src/load/generator";
import type { OpenSchedule } from "../../src/load/schedule";
import type { AnswersKept } from "../../src/suites/load/answers-kept";
import { ConstantLoad } from "../../src/suites/load/constant-load";
import type { LoadSession } from "../../src/suites/load/session";
import type { SuiteContext } from "../../src/suites/types";

test("the end of one load is drawn as no fall before the next", async () => {
  let nowMs = 0;
  const context = {
    random: () => () => 0.5,
    clock: { now: () => nowMs },
    progress: () => {},
  } as unknown as SuiteContext;
  const session = {
    inputs: 1,
    // Each answer takes 150 ms, so the last of two seconds at 10/s is over at 2.05 s.
    run: async ({ arrivals }: OpenSchedule): Promise<LoadRun> => {
      nowMs += 2_060;
      const recording = { dispatched: arrivals, ended: arrivals.map((at) => at + 150) };
      return { recording } as unknown as LoadRun;
    },
  } as unknown as LoadSession;
  const kept = { keep: () => {} } as unknown as AnswersKept;
  const load = new ConstantLoad(context, session, kept, { name: "stress", requests: 40 }, 9);
  await load.run(steady(10, 2_000));
  await load.run(steady(10, 2_000));
  expect(load.inFlight.map(([at]) => at)).toEqual([0, 1, 2.06, 3.06]);
  expect(Math.min(...load.inFlight.map(([, mean]) => mean))).toBeGreaterThan(1);
});
