import type { CanaryConfig } from "../../config/types";
import { miettinenNurminen } from "../../stats/proportions/miettinen-nurminen";
import type { Share } from "../../stats/proportions/share";
import { judgeMargin } from "../../verdict/judge-margin";
import { percent } from "../../verdict/judge-share";
import type { Finding } from "./finding";
import type { StageObservation } from "./observation";

export type GuardRules = Pick<CanaryConfig, "maxSlowdown" | "maxAccuracyDrop">;

/** Told where it was measured, judged where a limit is named. */
export function judgeLatency(
  { latency, candidate }: StageObservation,
  { maxSlowdown }: GuardRules,
): Finding | null {
  if (latency === null) {
    return maxSlowdown === null ? null : noValues("latency: no times of both sides");
  }
  const { slowdown, candidateMs, baselineMs, interval } = latency;
  const word = slowdown >= 0 ? "slower" : "faster";
  const told = `latency ${ms(candidateMs)} against ${ms(baselineMs)} (medians), typically ${percent(Math.abs(slowdown))} ${word}`;
  const judged = judgeLoss(told, { loss: slowdown, interval, n: candidate.requests }, maxSlowdown);
  const { parts, of } = latency.leftOut ?? { parts: 0, of: 0 };
  if (judged.verdict !== "pass" || parts <= MOST_LEFT_OUT * of) return judged;
  // Whoever hangs has no times: what is left of its times is the best of them.
  const message = `${judged.message}, but in ${parts} of ${of} parts of the window only one side has a latency`;
  return { ...judged, verdict: "inconclusive", message };
}

/** A gap between two scrapes is no reason not to judge. */
const MOST_LEFT_OUT = 0.25;

/** Separate requests on both sides, so the interval is that of two independent shares. */
export function judgeAccuracy(
  { accuracy }: StageObservation,
  { maxAccuracyDrop }: GuardRules,
): Finding | null {
  if (accuracy === null || accuracy.candidate.trials === 0 || accuracy.baseline.trials === 0) {
    return maxAccuracyDrop === null
      ? null
      : noValues("accuracy: no labelled requests of both sides");
  }
  const { candidate, baseline } = accuracy;
  const told = `accuracy ${share(candidate)} against ${share(baseline)}`;
  if (maxAccuracyDrop !== null && candidate.successes + baseline.successes === 0) {
    return noValues(`${told}: nobody was right once, so that there is nothing to lose`);
  }
  return judgeLoss(
    told,
    {
      loss: baseline.successes / baseline.trials - candidate.successes / candidate.trials,
      interval: miettinenNurminen(baseline, candidate),
      n: candidate.trials,
    },
    maxAccuracyDrop,
  );
}

function judgeLoss(
  told: string,
  { loss, interval, n }: { loss: number; interval: Interval; n: number },
  limit: number | null,
): Finding {
  if (limit === null) return { verdict: null, message: told };
  const sample = { estimate: loss, n, what: "requests of the canary" };
  const { verdict, message } = judgeMargin({ interval, margin: limit, sample });
  const bounded = interval.every((bound) => bound !== null);
  return {
    verdict,
    message: `${told} (${bounded ? `loss ${message}` : "too few values for an interval"}; limit ${percent(limit)})`,
    measure: { observed: loss, limit, baseline: null, interval, unit: "share" },
  };
}

type Interval = [number | null, number | null];

const noValues = (message: string): Finding => ({ verdict: "inconclusive", message });

function ms(value: number): string {
  return `${Number(value.toPrecision(3))} ms`;
}

function share({ successes, trials }: Share): string {
  return percent(successes / trials);
}
