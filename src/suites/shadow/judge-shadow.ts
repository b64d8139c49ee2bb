import { median } from "simple-statistics";
import type { ShadowConfig } from "../../config/types";
import { hodgesLehmann, signedRankInterval } from "../../stats/ranks/hodges-lehmann";
import { check } from "../../verdict/check";
import { judgeMargin } from "../../verdict/judge-margin";
import { judgeShare } from "../../verdict/judge-share";
import type { Check, Evidence } from "../../verdict/result";
import { describeAsked } from "../describe-asked";
import type { SuiteContext } from "../types";
import { disagreement } from "./compare-pair";
import type { Pair } from "./replay-pairs";

const AGREEMENT = {
  id: "shadow/agreement",
  title: "Candidate and baseline agree on the same inputs",
} as const;

const SHOWN_DISAGREEMENTS = 3;

/** Below this, asking again and again is all that the pairs are: they say nothing of other inputs. */
const FEWEST_DISTINCT_INPUTS = 10;

/** The share of pairs with the same prediction, by its exact (Clopper–Pearson) interval. */
export function judgeAgreement(
  pairs: readonly Pair[],
  shadow: ShadowConfig,
  context: SuiteContext,
): Check {
  const classes = context.config.data?.classes ?? null;
  const different = pairs.flatMap((pair) => {
    const how = disagreement(pair, shadow.tolerance, classes);
    return how === null ? [] : [{ pair, how }];
  });
  const n = pairs.length;
  const unusable = baselineProblem(pairs, shadow);
  if (unusable) return check({ ...AGREEMENT, n, ...unusable });
  const distinct = new Set(pairs.map(({ row }) => row)).size;
  const judged = judgeShare({
    count: n - different.length,
    n,
    limit: shadow.minAgreement,
    direction: "at-least",
    what: "pairs",
  });
  const [first] = different;
  const tooAlike = judged.verdict === "pass" && distinct < FEWEST_DISTINCT_INPUTS;
  return check({
    ...AGREEMENT,
    ...judged,
    verdict: tooAlike ? "inconclusive" : judged.verdict,
    limit: shadow.minAgreement,
    direction: "at-least",
    unit: "share",
    n,
    message: [
      `${different.length} of ${n} pairs differ, from ${distinct} distinct inputs`,
      ...(first ? [`first: ${first.how}`] : []),
      tooAlike
        ? `that is no traffic to judge by: at least ${FEWEST_DISTINCT_INPUTS} distinct inputs are needed`
        : judged.message,
    ].join("; "),
    hint: repeatHint(n, distinct),
    evidence: different
      .slice(0, SHOWN_DISAGREEMENTS)
      .flatMap(({ pair }) => evidenceOf(pair, context)),
  });
}

/** A baseline that does not answer is nothing to agree with; that is no fault of the candidate. */
function baselineProblem(
  pairs: readonly Pair[],
  { maxErrors }: ShadowConfig,
): Pick<Check, "verdict" | "message"> | null {
  const missing = pairs.filter(({ baseline }) => baseline.answers === null);
  if (
    missing.length === pairs.length &&
    pairs.every(({ candidate }) => candidate.answers === null)
  ) {
    return { verdict: "inconclusive", message: "neither side gave a good answer to any input" };
  }
  if (missing.length <= maxErrors * pairs.length) return null;
  const why = missing[0]?.baseline.problem?.message;
  return {
    verdict: "error",
    message: `the baseline gave no good answer to ${missing.length} of ${pairs.length} inputs (first: ${why})`,
  };
}

/** The interval is that of this traffic; inputs sent again tell little about inputs never sent. */
function repeatHint(n: number, distinct: number): string | null {
  return distinct * 2 > n
    ? null
    : `Each input was sent about ${Math.round(n / distinct)} times. More distinct inputs in data.file make the interval speak of more than these.`;
}

/** The candidate's errors, time-outs among them. */
export function judgeErrors(
  pairs: readonly Pair[],
  shadow: ShadowConfig,
  context: SuiteContext,
): Check {
  const failed = pairs.filter(({ candidate }) => candidate.answers === null);
  const baselineFailed = pairs.filter(({ baseline }) => baseline.answers === null).length;
  const n = pairs.length;
  const judged = judgeShare({
    count: failed.length,
    n,
    limit: shadow.maxErrors,
    direction: "at-most",
    what: "pairs",
  });
  const [first] = failed;
  return check({
    id: "shadow/errors",
    title: "The candidate answers the same inputs without errors",
    ...judged,
    limit: shadow.maxErrors,
    direction: "at-most",
    baseline: n === 0 ? null : baselineFailed / n,
    unit: "share",
    n,
    message: [
      `${failed.length} of ${n} got no good answer from the candidate, ${baselineFailed} from the baseline`,
      ...(first ? [`first: ${first.candidate.problem?.message}`] : []),
      judged.message,
    ].join("; "),
    evidence: failed.slice(0, 1).flatMap((pair) => evidenceOf(pair, context)),
  });
}

/**
 * The median slowdown: the Hodges–Lehmann centre of d = ln(candidate/baseline) over the pairs, with
 * the interval that inverts the signed-rank test. A ratio, because a slow input is slow on both sides.
 */
export function judgeSlowdown(pairs: readonly Pair[], shadow: ShadowConfig): Check {
  const times = pairs.flatMap(({ candidate, baseline }) =>
    candidate.answers && baseline.answers && candidate.exchange.ok && baseline.exchange.ok
      ? [
          {
            ours: candidate.exchange.answer.durationMs,
            theirs: baseline.exchange.answer.durationMs,
          },
        ]
      : [],
  );
  const id = "shadow/slowdown";
  const title = "The candidate is not slower than the baseline";
  if (times.length === 0) {
    return check({
      id,
      title,
      verdict: "inconclusive",
      message: "no pair has an answer from both sides",
      n: 0,
    });
  }
  const logs = times.map(({ ours, theirs }) => Math.log(ours / theirs));
  const slowdown = Math.expm1(hodgesLehmann(logs));
  const [low, high] = signedRankInterval(logs);
  const interval: [number | null, number | null] = [
    low === null ? null : Math.expm1(low),
    high === null ? null : Math.expm1(high),
  ];
  const judged = judgeMargin({ interval, margin: shadow.maxSlowdown });
  const ours = median(times.map((time) => time.ours));
  const theirs = median(times.map((time) => time.theirs));
  return check({
    id,
    title,
    verdict: judged.verdict,
    observed: slowdown,
    interval,
    limit: shadow.maxSlowdown,
    direction: "at-most",
    unit: "share",
    n: times.length,
    message: `median ${ours.toFixed(1)} ms against the baseline's ${theirs.toFixed(1)} ms; ${judged.message}`,
  });
}

function evidenceOf({ candidate, baseline }: Pair, context: SuiteContext): Evidence[] {
  const ours = describeAsked(context.candidate, candidate);
  if (!context.baseline) return [ours];
  return [ours, describeAsked(context.baseline, baseline)];
}
