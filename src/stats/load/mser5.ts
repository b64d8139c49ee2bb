import { requireThat } from "../require-that";

const BATCH = 5;

/**
 * How many observations at the start of a run are warm-up, by MSER-5: of the means of batches of
 * five, the cut is chosen that leaves the smallest standard error of the mean of the rest,
 * Σ(Yᵢ − Ȳ)²/(m − d)². At most half of the batches are cut.
 *
 * @param values in order of time; finite
 * @returns a multiple of 5, from 0 to half of the values
 * @throws RangeError for a value that is not finite
 * @see K. P. White, M. J. Cobb and S. C. Spratt, Proceedings of the Winter Simulation Conference, 2000
 */
export function mser5(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) {
    requireThat(Number.isFinite(values[i]), "warm-up detection needs finite values");
  }
  const batches = Math.floor(values.length / BATCH);
  const longestCut = Math.floor(batches / 2);
  let best = { cut: 0, score: Number.POSITIVE_INFINITY };
  // From the end, with Welford's update of the sum of squares, each cut costs one step.
  let mean = 0;
  let squares = 0;
  for (let cut = batches - 1; cut >= 0; cut--) {
    const kept = batches - cut;
    const batch = batchMean(values, cut);
    const deviation = batch - mean;
    mean += deviation / kept;
    squares += deviation * (batch - mean);
    const score = squares / (kept * kept);
    if (cut <= longestCut && score <= best.score) best = { cut, score };
  }
  return best.cut * BATCH;
}

function batchMean(values: ArrayLike<number>, batch: number): number {
  let sum = 0;
  for (let i = batch * BATCH; i < (batch + 1) * BATCH; i++) sum += values[i] as number;
  return sum / BATCH;
}
