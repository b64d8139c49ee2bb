import type { Recording } from "../../../load/recording";
import { mser5 } from "../../../stats/load/mser5";
import { quantile } from "../../../stats/percentile";

const BATCH = 5;

/** Warm-up requests went ahead already; a start that stays slow for longer is what users will meet. */
const MOST_CUT = 0.1;

/**
 * How many requests at the start are warm-up: as many as MSER-5 says (at most a tenth), but none after
 * the first batch of five that took as long as the batches of the rest. MSER-5 alone would also cut
 * away a stall in the first half with all that went well before it, and what looks like a warm-up
 * then is the very fault that the test is there to find.
 */
export function countWarmUpRequests({ intended, ended }: Recording): number {
  const elapsed = intended.map((at, i) => (ended[i] as number) - at);
  const cut = mser5(elapsed);
  const means = batchMeans(elapsed);
  const rest = means.slice(cut / BATCH).sort();
  if (cut === 0 || rest.length === 0) return 0;
  const [low, high] = [quantile(rest, 0.1), quantile(rest, 0.9)];
  const settled = means.findIndex((mean) => mean >= low && mean <= high);
  const most = Math.floor((MOST_CUT * elapsed.length) / BATCH) * BATCH;
  return Math.min(cut, settled * BATCH, most);
}

function batchMeans(values: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.floor(values.length / BATCH) }, (_, batch) => {
    const members = values.subarray(batch * BATCH, (batch + 1) * BATCH);
    return members.reduce((sum, value) => sum + value, 0) / BATCH;
  });
}
