export interface Ranks {
  /** From 1; equal values share the mean of their ranks. */
  ranks: Float64Array;
  /** The sizes of the groups of equal values, of two and more. */
  ties: number[];
  /** Σ(t³ − t) over the groups of t equal values; 0 without ties. */
  tieSum: number;
}

/** Midranks of the values in the order given, with what tied variances need. */
export function midranks(values: ArrayLike<number>): Ranks {
  const order = Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => (values[i] as number) - (values[j] as number),
  );
  const ranks = new Float64Array(values.length);
  const ties: number[] = [];
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] as number] === values[order[start] as number]) {
      end++;
    }
    for (let i = start; i < end; i++) ranks[order[i] as number] = (start + 1 + end) / 2;
    if (end - start > 1) ties.push(end - start);
    start = end;
  }
  return { ranks, ties, tieSum: ties.reduce((sum, t) => sum + t ** 3 - t, 0) };
}
