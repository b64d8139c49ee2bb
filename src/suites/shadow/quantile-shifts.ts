import { quantile } from "../../stats/percentile";
import type { Random } from "../../stats/random";
import { blockBootstrapInterval } from "../../stats/resampling/block-bootstrap";
import { bootstrapInterval, percentileBounds } from "../../stats/resampling/bootstrap";
import { autocorrelation } from "../../stats/trend/autocorrelation";
import { replicatesFor } from "../acceptance/metric";
import type { LatencyPairs } from "./latency-pairs";

export interface QuantileShift {
  /** A fraction: 0.95. */
  p: number;
  /** The candidate's quantile less the baseline's, as a share of the baseline's. */
  shift: number;
  interval: [number | null, number | null];
}

export const SHIFTED_QUANTILES: readonly number[] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

/** Beyond this correlation with the next pair, whole stretches of pairs are drawn. */
const CORRELATED = 0.1;
/** Sorting that many again and again takes longer than it tells. */
const MOST_RESAMPLED = 20_000;

/**
 * How much later so many of the candidate's answers have come than of the baseline's, with the
 * percentile bootstrap of pairs, or of blocks of pairs where neighbours are alike. To be told, never
 * to be judged: at 500 pairs the interval of a p95 is a fourth of its value wide.
 */
export function quantileShifts(pairs: LatencyPairs, random: Random): QuantileShift[] {
  const { candidate, baseline } = pairs;
  const n = candidate.length;
  if (n === 0) return [];
  const shiftsOf = (ours: Float64Array, theirs: Float64Array) => {
    ours.sort();
    theirs.sort();
    return SHIFTED_QUANTILES.map((p) => quantile(ours, p) / quantile(theirs, p) - 1);
  };
  const shifts = shiftsOf(candidate.slice(), baseline.slice());
  const intervals = n < 2 || n > MOST_RESAMPLED ? [] : resampled(pairs, shiftsOf, random);
  return SHIFTED_QUANTILES.map((p, i) => ({
    p,
    shift: shifts[i] as number,
    interval: intervals[i] ?? [null, null],
  }));
}

/** One resampling for all quantiles. */
function resampled(
  pairs: LatencyPairs,
  shiftsOf: (ours: Float64Array, theirs: Float64Array) => number[],
  random: Random,
): [number | null, number | null][] {
  const n = pairs.candidate.length;
  const resample = isCorrelated(pairs) ? blockBootstrapInterval : bootstrapInterval;
  const drawn: number[][] = [];
  const [ours, theirs] = [new Float64Array(n), new Float64Array(n)];
  const draw = (indices: Uint32Array): number => {
    for (let i = 0; i < n; i++) {
      ours[i] = pairs.candidate[indices[i] as number] as number;
      theirs[i] = pairs.baseline[indices[i] as number] as number;
    }
    const shifts = shiftsOf(ours, theirs);
    drawn.push(shifts);
    return shifts[0] as number;
  };
  resample(n, draw, { random, replicates: replicatesFor(n) });
  return SHIFTED_QUANTILES.map((_, i) =>
    percentileBounds(Float64Array.from(drawn, (shifts) => shifts[i] as number)),
  );
}

function isCorrelated({ candidate, baseline }: LatencyPairs): boolean {
  return [candidate, baseline].some((times) => autocorrelation(times, 1) > CORRELATED);
}
