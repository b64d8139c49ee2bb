import type { PerformanceConfig } from "../../../config/types";
import { OUTCOME } from "../../../load/outcomes";
import type { Recording } from "../../../load/recording";
import { effectiveSampleSize } from "../../../stats/load/effective-sample-size";
import { exceedanceSprt, exceedsSprt } from "../../../stats/sequential/exceedance-sprt";
import { percent } from "../../../verdict/judge-share";
import { sum } from "../indicator";
import { PERCENTILES } from "../percentiles";
import type { EarlyDecision } from "../traffic/traffic-record";
import { identify } from "./performance-checks";

/** A limit that three times as many requests miss as may is missed for certain. */
const FOUND = 3;
/** Looks are free of charge to the test, and not to this machine. */
const LOOK_EVERY_MS = 500;
const FEWEST = 100;

interface Limit {
  id: string;
  mayExceed: number;
  /** Whether an ended request is over it. */
  isOver(recording: Recording, index: number): boolean;
}

/**
 * Looks again and again at the requests so far, and ends a stage whose limit is missed for certain:
 * Wald's sequential test, on the fail side only (`exceedance-sprt.ts`), on counts scaled to what
 * correlated requests are worth. It looks at the requests up to the first that is still open, so that
 * the slow ones are not left out of the count.
 */
export function createEarlyDecision(
  { slo }: PerformanceConfig,
  now: () => number,
): (recording: Recording) => EarlyDecision | null {
  const limits: Limit[] = [
    ...PERCENTILES.flatMap(({ name, mayExceed }): Limit[] => {
      const limit = slo[name];
      return limit === null
        ? []
        : [{ id: identify(name).id, mayExceed, isOver: slowerThan(limit) }];
    }),
    ...(slo.errors === null || slo.errors === 0
      ? []
      : [{ id: identify("errors").id, mayExceed: slo.errors, isOver: isNotRight }]),
  ].filter(({ mayExceed }) => FOUND * mayExceed < 1);
  let lookedAt = now();
  return (recording) => {
    const at = now();
    if (at - lookedAt < LOOK_EVERY_MS) return null;
    lookedAt = at;
    const ended = countEnded(recording);
    if (ended < FEWEST) return null;
    for (const limit of limits) {
      const message = decide(recording, ended, limit);
      if (message !== null) return { check: limit.id, message };
    }
    return null;
  };
}

function decide(recording: Recording, n: number, { mayExceed, isOver }: Limit): string | null {
  const over = Uint8Array.from({ length: n }, (_, i) => (isOver(recording, i) ? 1 : 0));
  return missesForCertain(over, mayExceed)
    ? `${sum(over)} of the first ${n} requests were over the limit (${percent(mayExceed)} may be), more than later ones could mend: the load was ended early`
    : null;
}

/** @param over 1 for each request over its limit, in order of arrival */
export function missesForCertain(over: Uint8Array, mayExceed: number): boolean {
  const share = sum(over) / over.length;
  if (!(share > mayExceed)) return false;
  const size = effectiveSampleSize(over);
  return exceedsSprt(exceedanceSprt(mayExceed, FOUND * mayExceed), share * size, size);
}

/** Requests before the first that is still open. */
export function countEnded({ outcome }: Recording): number {
  const open = outcome.indexOf(OUTCOME.open);
  return open < 0 ? outcome.length : open;
}

function isNotRight({ outcome }: Recording, index: number): boolean {
  return outcome[index] !== OUTCOME.right;
}

function slowerThan(limitMs: number): Limit["isOver"] {
  return (recording, index) =>
    isNotRight(recording, index) ||
    (recording.ended[index] as number) - (recording.intended[index] as number) > limitMs;
}
