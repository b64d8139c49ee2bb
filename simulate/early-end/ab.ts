import type { AbMetric } from "../../src/config/types";
import { detectableDifference } from "../../src/stats/power/planning";
import { type Random, randomStream } from "../../src/stats/random";
import { Experiment, isOver, requestsPerLook } from "../../src/suites/ab/experiment";
import { findMeasure } from "../../src/suites/ab/measures";
import { percent } from "../wording";
import { type EarlyEnd, summarise } from "./early-end";

const BASELINE = 0.02;
const MARGIN = 0.01;

/** What a test of fixed size takes to show in 90 % of runs that an equal candidate is within the margin. */
const FIXED_SIZE =
  4 * BASELINE * (1 - BASELINE) * (detectableDifference(1, { power: 0.9, sides: 1 }) / MARGIN) ** 2;

/** An error rate of 2 % and a margin of one point, half of the requests to either side. */
export function abEnds(runs: number, seed: number): EarlyEnd[] {
  return [Math.ceil(FIXED_SIZE), 12_000].flatMap((planned) =>
    [0.02, 0.03, 0.05, 0.08].map((candidate) => {
      const random = randomStream(seed, `early-end/ab/${planned}/${candidate}`);
      const sent = Array.from({ length: runs }, () => requestsSent(planned, candidate, random));
      return summarise(`${percent(candidate)} of errors`, planned, sent);
    }),
  );
}

function requestsSent(planned: number, candidate: number, random: Random): number {
  const metric: AbMetric = {
    name: "errors",
    higherIsBetter: null,
    goal: { kind: "non-inferiority", margin: MARGIN },
  };
  const question = { metric, measure: findMeasure(metric, null, null), isGuardrail: false };
  const experiment = new Experiment([question], { requests: planned });
  const every = requestsPerLook({ requests: planned });
  const arms = { candidate: new Float64Array(planned), baseline: new Float64Array(planned) };
  const sent = { candidate: 0, baseline: 0 };
  for (let n = 1; n <= planned; n++) {
    const arm = random() < 0.5 ? "candidate" : "baseline";
    const share = arm === "candidate" ? candidate : BASELINE;
    arms[arm][sent[arm]++] = random() < share ? 1 : 0;
    if (n % every !== 0) continue;
    const values = {
      candidate: arms.candidate.subarray(0, sent.candidate),
      baseline: arms.baseline.subarray(0, sent.baseline),
    };
    if (isOver(experiment.look([values]))) return n;
  }
  return planned;
}
