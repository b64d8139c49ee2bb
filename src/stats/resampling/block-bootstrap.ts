import { requireThat } from "../require-that";
import { type BootstrapOptions, percentileBounds, requireReplicates } from "./bootstrap";

export interface BlockBootstrapOptions extends BootstrapOptions {
  /** Rows a block, from 1 to n; default n^(1/3), rounded up. */
  blockLength?: number;
}

/**
 * The moving-block bootstrap interval of a statistic of n rows in order of time: whole stretches of
 * neighbouring rows are drawn, so that what neighbours have in common stays in. For rows whose
 * correlation with the next is over about .1; else `bootstrap.ts` does.
 *
 * @param n rows, ≥ 1
 * @param statistic gets the drawn row indices; the array is reused between calls. NaN could have been
 *   anything (see `bootstrap.ts`)
 * @returns the bounds in the unit of the statistic, null where unbounded
 * @throws RangeError for no rows, a block outside of 1..n, no replicates, or a confidence outside of 0..1
 * @see H. R. Künsch, Annals of Statistics 17 (1989); P. Hall, J. L. Horowitz and B.-Y. Jing, Biometrika
 *   82 (1995) (length)
 */
export function blockBootstrapInterval(
  n: number,
  statistic: (indices: Uint32Array) => number,
  {
    random,
    replicates = 2000,
    confidence = 0.95,
    blockLength = Math.ceil(Math.cbrt(n)),
  }: BlockBootstrapOptions,
): [number | null, number | null] {
  requireThat(Number.isInteger(n) && n >= 1, `the bootstrap needs at least one row, not ${n}`);
  requireThat(
    Number.isInteger(blockLength) && blockLength >= 1 && blockLength <= n,
    `a block must hold from 1 to all ${n} rows, not ${blockLength}`,
  );
  requireReplicates(replicates);
  const indices = new Uint32Array(n);
  const statistics = Float64Array.from({ length: replicates }, () => {
    for (let start = 0; start < n; start += blockLength) {
      const first = Math.floor(random() * (n - blockLength + 1));
      for (let i = 0; i < blockLength && start + i < n; i++) indices[start + i] = first + i;
    }
    return statistic(indices);
  });
  return percentileBounds(statistics, confidence);
}
