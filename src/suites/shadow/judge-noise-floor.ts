import type { NoiseFloorConfig, ShadowConfig } from "../../config/types";
import { holm } from "../../stats/multiplicity/holm";
import { check, skipped } from "../../verdict/check";
import { harmPValue, type JudgedHarm, judgePairedHarm } from "../../verdict/judge-paired-harm";
import { complement, percent } from "../../verdict/judge-share";
import type { Check, Verdict } from "../../verdict/result";
import { alphaAtEnd, ENDED_EARLY } from "./decide-early";
import type { PairLog } from "./pair-log";
import type { PathCount } from "./path-counts";
import { tellOthers } from "./tell-others";

export const NOISE_FLOOR = {
  id: "shadow/noise-floor",
  title: "The candidate differs no more often than the baseline from itself",
} as const;

const WHAT = "inputs asked twice";
const SHOWN_PATHS = 3;

/**
 * Whether the candidate differs from the baseline on more inputs than the baseline differs from
 * itself when it is asked again (the idea of Twitter's Diffy, with an exact test). Where there is
 * nothing but noise, "only the candidate differs" and "only the second answer differs" are equally
 * likely at each path. Fail: at a path the excess is beyond the margin, under Holm over all paths
 * that must agree. Pass: the upper bound of the excess is within the margin, or all differences are,
 * noise and all, because then so is what exceeds the noise.
 */
export function judgeNoiseFloor(
  log: PairLog,
  shadow: ShadowConfig,
  agreement: Check,
): Check | null {
  const { noiseFloor, minAgreement, requests } = shadow;
  if (noiseFloor === null) return null;
  const { tally, observations } = log;
  if (observations.length < requests) {
    return skipped(NOISE_FLOOR.id, NOISE_FLOOR.title, ENDED_EARLY);
  }
  const alpha = alphaAtEnd(shadow);
  const { askedTwice: n, candidateOnly, baselineOnly, own } = tally;
  const { maxExcess: margin } = noiseFloor;
  const overall = judgePairedHarm({
    worse: candidateOnly,
    better: baselineOnly,
    n,
    margin,
    what: WHAT,
    alpha,
  });
  const beyond = pathsBeyond(log.gatedPaths.all(), n, noiseFloor, alpha);
  const withinAnyway = agreement.verdict === "pass" && margin >= complement(minAgreement);
  const verdict = decide(beyond.length > 0, withinAnyway, overall);
  return check({
    ...NOISE_FLOOR,
    verdict,
    observed: n === 0 ? null : overall.harm,
    interval: n === 0 ? null : withinAnyway ? boundedBy(agreement, overall) : overall.interval,
    limit: margin,
    direction: "at-most",
    unit: "share",
    n,
    message: [
      `asked again, the baseline differs from itself on ${own} of ${n} inputs; only the candidate differs on ${candidateOnly}, only the baseline's second answer on ${baselineOnly}`,
      ...(beyond.length > 0
        ? [`more than chance: ${beyond.slice(0, SHOWN_PATHS).join(", ")}`]
        : []),
      explain(verdict, withinAnyway, overall),
      ...tellOthers(log),
    ].join("; "),
    hint:
      verdict === "inconclusive"
        ? "Ask more inputs twice: shadow.noise_floor.share up to 100%, or more shadow.requests."
        : null,
  });
}

/**
 * Only paths with a pair that can tell are tested: a test that cannot reject, whatever the coins say,
 * takes nothing from the others (R. E. Tarone, Biometrics 46 (1990)).
 */
function pathsBeyond(
  paths: readonly PathCount[],
  n: number,
  { maxExcess: margin }: NoiseFloorConfig,
  alpha: number,
): string[] {
  const tested = paths.filter(
    ({ candidateOnly, baselineOnly }) => candidateOnly + baselineOnly > 0,
  );
  const adjusted = holm(
    tested.map(({ candidateOnly, baselineOnly }) =>
      harmPValue({ worse: candidateOnly, better: baselineOnly, n, margin, what: WHAT }),
    ),
  );
  return tested
    .map((path, place) => ({ ...path, p: adjusted[place] as number }))
    .filter(({ p }) => p <= alpha)
    .sort((a, b) => a.p - b.p)
    .map(({ path, candidateOnly, p }) => `${path} on ${candidateOnly} (p = ${p.toPrecision(2)})`);
}

function decide(isBeyond: boolean, withinAnyway: boolean, { verdict }: JudgedHarm): Verdict {
  if (isBeyond) return "fail";
  if (withinAnyway) return "pass";
  // Beyond as a whole and at no path alone: Holm has the last word.
  return verdict === "pass" ? "pass" : "inconclusive";
}

/** The excess is at most what all pairs together have shown of all differences. */
function boundedBy({ interval: agreement }: Check, { interval: [low, high] }: JudgedHarm) {
  const different = complement(agreement?.[0] ?? 0);
  return [low, Math.min(high, different)] satisfies Check["interval"];
}

function explain(verdict: Verdict, withinAnyway: boolean, overall: JudgedHarm): string {
  if (verdict === "pass" && withinAnyway) return "all differences together are within the limit";
  const [low, high] = overall.interval;
  return verdict === "inconclusive"
    ? overall.message
    : `the excess lies between ${percent(low)} and ${percent(high)}`;
}
