import type { AbMetric } from "../src/config/types";
import type { Random } from "../src/stats/random";
import { type Decision, Experiment, isOver, requestsPerLook } from "../src/suites/ab/experiment";
import { findMeasure } from "../src/suites/ab/measures";
import { lognormal } from "./draws";

/** Of the logarithm: times whose middle half spans a factor of 1.5. */
const SPREAD = 0.3;

export interface AbSetting {
  /** What is compared, and what it is on either side: shares of errors, or medians of times. */
  metric: "errors" | "latency";
  candidate: number;
  baseline: number;
  margin: number;
  requests: number;
  split: number;
  /** Whether it is looked at 40 times, and ends where it is decided. */
  sequential: boolean;
}

/** An A/B test by the code that decides: what its one metric came to, after how many requests. */
export function runAb(
  { metric, margin, requests, split, sequential, ...means }: AbSetting,
  random: Random,
): { verdict: Decision["verdict"]; sent: number } {
  const asked: AbMetric = {
    name: metric,
    higherIsBetter: null,
    goal: { kind: "non-inferiority", margin },
  };
  const question = { metric: asked, measure: findMeasure(asked, null, null), isGuardrail: false };
  const experiment = new Experiment([question], { requests });
  const every = requestsPerLook({ requests });
  const arms = { candidate: new Float64Array(requests), baseline: new Float64Array(requests) };
  const sent = { candidate: 0, baseline: 0 };
  const values = () => ({
    candidate: arms.candidate.subarray(0, sent.candidate),
    baseline: arms.baseline.subarray(0, sent.baseline),
  });
  let n = 0;
  while (n < requests) {
    n++;
    const arm = random() < split ? "candidate" : "baseline";
    arms[arm][sent[arm]++] = draw(metric, means[arm], random);
    if (sequential && n % every === 0 && isOver(experiment.look([values()]))) break;
  }
  const [decision] = experiment.conclude([values()]);
  return { verdict: decision?.verdict ?? "inconclusive", sent: n };
}

function draw(metric: AbSetting["metric"], mean: number, random: Random): number {
  if (metric === "latency") return mean * lognormal(random, SPREAD);
  return random() < mean ? 1 : 0;
}
