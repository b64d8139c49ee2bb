import type { ShadowConfig } from "../../config/types";
import { mcnemarExact } from "../../stats/proportions/mcnemar";
import { check, skipped } from "../../verdict/check";
import { type JudgedShare, judgeShare, percent } from "../../verdict/judge-share";
import type { Check, Verdict } from "../../verdict/result";
import { alphaAtEnd, ENDED_EARLY, judgeSoFar } from "./decide-early";
import type { ShowPair } from "./evidence";
import type { PairLog } from "./pair-log";

export const AGREEMENT = {
  id: "shadow/agreement",
  title: "Candidate and baseline agree on the same inputs",
} as const;

/** Below this, asking again and again is all that the pairs are: they say nothing of other inputs. */
const FEWEST_DISTINCT_INPUTS = 10;

/** The share of pairs with the same prediction, by its exact (Clopper–Pearson) interval. */
export function judgeAgreement(log: PairLog, shadow: ShadowConfig, show: ShowPair): Check {
  const { observations, distinctRows, worst, tally } = log;
  const n = observations.length;
  const different = tally.differing;
  const unusable = baselineProblem(log, shadow);
  if (unusable) return check({ ...AGREEMENT, n, ...unusable });
  const limit = shadow.minAgreement;
  const question = {
    count: n - different,
    n,
    limit,
    direction: "at-least",
    what: "pairs",
  } as const;
  const raw = judgeSoFar(question, judgeShare, shadow);
  if (raw === null) return skipped(AGREEMENT.id, AGREEMENT.title, ENDED_EARLY);
  const doubt = doubtOf(raw, log, shadow);
  const [first] = worst.all();
  return check({
    ...AGREEMENT,
    ...raw,
    verdict: doubt === null ? raw.verdict : "inconclusive",
    limit,
    direction: "at-least",
    unit: "share",
    n,
    message: [
      `${different} of ${n} pairs differ${comparedAs(log)}, from ${distinctRows.size} distinct inputs`,
      ...(first ? [`the worst first: ${first.difference.text}`] : []),
      ...(doubt === null ? [raw.message] : [doubt.message]),
    ].join("; "),
    hint: doubt?.hint ?? repeatHint(n, distinctRows.size),
    evidence: worst.all().flatMap(({ pair }) => show(pair)),
  });
}

/** A baseline that does not answer is nothing to agree with; that is no fault of the candidate. */
function baselineProblem(
  { observations, problems }: PairLog,
  { maxErrors }: ShadowConfig,
): { verdict: Verdict; message: string } | null {
  const missing = observations.filter(({ baseline }) => !baseline.answered);
  if (
    missing.length === observations.length &&
    observations.every(({ candidate }) => !candidate.answered)
  ) {
    const why = problems.candidate === null ? "" : ` (first: ${problems.candidate})`;
    const message = `neither side gave a good answer to any input${why}: it would take inputs that they answer`;
    return { verdict: "inconclusive", message };
  }
  if (missing.length <= maxErrors * observations.length) return null;
  return {
    verdict: "error",
    message: `the baseline gave no good answer to ${missing.length} of ${observations.length} inputs (first: ${problems.baseline})`,
  };
}

interface Doubt {
  message: string;
  hint: string;
}

/** Why the count does not mean what it says; null where it does. */
function doubtOf(
  { verdict }: Pick<JudgedShare, "verdict">,
  log: PairLog,
  shadow: ShadowConfig,
): Doubt | null {
  if (verdict === "fail") return doubtOfFail(log, shadow);
  return verdict === "pass" ? doubtOfPass(log, shadow) : null;
}

function doubtOfPass(log: PairLog, { minAgreement, compare }: ShadowConfig): Doubt | null {
  const { observations, distinctRows } = log;
  const n = observations.length;
  if (distinctRows.size < FEWEST_DISTINCT_INPUTS) {
    return {
      message: `that is no traffic to judge by: at least ${FEWEST_DISTINCT_INPUTS} distinct inputs are needed`,
      hint: repeatHint(n, distinctRows.size) ?? MORE_INPUTS,
    };
  }
  if (log.isConstant) {
    return {
      message: `the baseline gives the same answer to all ${distinctRows.size} inputs, so agreeing with it says nothing of any other answer`,
      hint: `Give inputs that lead to different answers${compare.outputs === "first" ? ", or judge more of the answer: shadow.compare.outputs" : ""}.`,
    };
  }
  const empty = observations.filter(({ saysNothing }) => saysNothing).length;
  const without = judgeShare({
    count: n - log.tally.differing - empty,
    n,
    limit: minAgreement,
    direction: "at-least",
    what: "pairs",
  });
  if (without.verdict === "pass") return null;
  return {
    message: `${empty} of the ${n} pairs agree on nothing: no answer from either side, NaN on both, or all of it ignored; without them it cannot be told`,
    hint: "Give inputs that both can answer.",
  };
}

/**
 * A baseline that contradicts itself makes every candidate differ from it. Then it takes more
 * differences than its own to blame the candidate: one-sided exact test on the inputs that the
 * baseline was asked twice.
 */
function doubtOfFail({ tally, observations }: PairLog, shadow: ShadowConfig): Doubt | null {
  const { askedTwice: n, own, candidateOnly, baselineOnly } = tally;
  // What ended early had its evidence then.
  if (own === 0 || observations.length < shadow.requests) return null;
  const p = mcnemarExact(candidateOnly, baselineOnly, "greater");
  if (p <= alphaAtEnd(shadow)) return null;
  return {
    message: `but the baseline does not agree with itself either: asked again, it differs on ${own} of ${n} inputs, and the candidate not on more of them than chance would have it (p = ${p.toPrecision(2)}), so it cannot be told whether the differences are the candidate's`,
    hint: `No candidate agrees more often than the baseline does with itself, about ${percent(1 - own / n)}. Make the model answer the same each time (temperature 0, a seed), say in shadow.compare what counts as the same, or set min_agreement below that and limit the rest by shadow.noise_floor.max_excess.`,
  };
}

function comparedAs({ comparisons }: PairLog): string {
  return comparisons.size === 0 ? "" : ` (${[...comparisons].slice(0, 3).join(", ")})`;
}

const MORE_INPUTS = "More distinct inputs in data.file make the interval speak of more than these.";

/** The interval is that of this traffic; inputs sent again tell little about inputs never sent. */
function repeatHint(n: number, distinct: number): string | null {
  return distinct * 2 > n
    ? null
    : `Each input was sent about ${Math.round(n / distinct)} times. ${MORE_INPUTS}`;
}
