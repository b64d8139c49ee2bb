import type { ShadowConfig } from "../../config/types";
import type { Row } from "../../data/types";
import { mcnemarExact } from "../../stats/proportions/mcnemar";
import { check, skipped } from "../../verdict/check";
import { judgePairedHarm } from "../../verdict/judge-paired-harm";
import type { Check } from "../../verdict/result";
import { ENDED_EARLY } from "./decide-early";
import type { Observation } from "./pair-log";

const ID = "shadow/accuracy";
const TITLE = "The candidate is right as often as the baseline";

/**
 * Accuracy by the labels, pair by pair: McNemar's exact test says whether the two differ, and where a
 * limit is named, non-inferiority with it as the margin judges. Each row counts once, however often
 * it was sent. Null without labels.
 */
export function judgeAccuracy(
  observations: readonly Observation[],
  { metrics, requests }: ShadowConfig,
): Check | null {
  const rows = firstOfEach(observations);
  const limit = metrics.accuracy?.maxDrop ?? null;
  if (rows.length === 0) return null;
  if (observations.length < requests) return skipped(ID, TITLE, ENDED_EARLY);
  const n = rows.length;
  const count = (candidate: boolean, baseline: boolean) =>
    rows.filter((right) => right.candidate === candidate && right.baseline === baseline).length;
  const [both, better, worse] = [count(true, true), count(true, false), count(false, true)];
  const p = mcnemarExact(worse, better);
  const found = `by the labels of ${n} rows the candidate is right on ${both + better}, the baseline on ${both + worse}; only the baseline on ${worse}, only the candidate on ${better} (McNemar p = ${p.toPrecision(2)})`;
  const shares = {
    id: ID,
    title: TITLE,
    observed: (both + better) / n,
    baseline: (both + worse) / n,
    unit: "share",
    n,
  } as const;
  if (limit === null) {
    const message = `${found}; not judged: no limit is named (shadow.metrics.accuracy.max_drop)`;
    return check({ ...shares, verdict: "skipped", message });
  }
  if (both + better + worse === 0) {
    return check({
      ...shares,
      verdict: "inconclusive",
      message: `${found}; where nobody is right once, there is nothing to lose`,
      hint: "Look at what the labels are and what the answers: data.label, data.classes.",
    });
  }
  const judged = judgePairedHarm({ worse, better, n, margin: limit, what: "rows" });
  return check({
    ...shares,
    id: ID,
    verdict: judged.verdict,
    observed: judged.harm,
    baseline: null,
    interval: judged.interval,
    limit,
    direction: "at-most",
    message: `${found}; the loss lies ${judged.message}`,
    hint:
      judged.verdict === "inconclusive" ? "Give more labelled rows, and as many requests." : null,
  });
}

function firstOfEach(observations: readonly Observation[]): NonNullable<Observation["right"]>[] {
  const seen = new Set<Row>();
  return observations.flatMap(({ row, right }) => {
    if (right === null || seen.has(row)) return [];
    seen.add(row);
    return [right];
  });
}
