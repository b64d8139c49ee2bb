import { chiSquareTail } from "../distributions/chi-square";
import { devianceTerm } from "../distributions/deviance-term";
import { requireThat } from "../require-that";

export interface ContingencyTest {
  statistic: number;
  df: number;
  pValue: number;
}

/**
 * Pearson's χ² test whether rows and columns of a table of counts are independent: Σ(O − E)²/E. No
 * continuity correction. The approximation asks for expected counts of 5 and more.
 *
 * @param table counts ≥ 0, at least 2 × 2, no row or column without any
 * @returns the statistic, its degrees of freedom (r−1)(c−1), and the probability of one as large
 * @throws RangeError outside of that
 * @see K. Pearson, Philosophical Magazine 50 (1900)
 */
export function pearsonChiSquare(table: readonly (readonly number[])[]): ContingencyTest {
  return contingencyTest(table, (observed, expected) => (observed - expected) ** 2 / expected);
}

/**
 * The G-test of the same: the likelihood ratio 2·ΣO·ln(O/E), with the same approximation.
 *
 * @see R. R. Sokal and F. J. Rohlf, Biometry, 4th ed., §17.4
 */
export function gTest(table: readonly (readonly number[])[]): ContingencyTest {
  // ΣO = ΣE, so Loader's terms O·ln(O/E) + E − O add up to the same and do not cancel.
  return contingencyTest(table, (observed, expected) => 2 * devianceTerm(observed, expected));
}

function contingencyTest(
  table: readonly (readonly number[])[],
  term: (observed: number, expected: number) => number,
): ContingencyTest {
  const columns = table[0]?.length ?? 0;
  requireThat(
    table.length >= 2 && columns >= 2 && table.every((row) => row.length === columns),
    "a table of counts needs at least two rows and two columns, all of the same length",
  );
  requireThat(
    table.flat().every((count) => count >= 0 && Number.isFinite(count)),
    "a table of counts needs finite counts >= 0",
  );
  const add = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const rowSums = table.map(add);
  const columnSums = Array.from({ length: columns }, (_, j) =>
    add(table.map((row) => row[j] as number)),
  );
  requireThat(
    [...rowSums, ...columnSums].every((sum) => sum > 0),
    "a table of counts needs a count above 0 in each row and column",
  );
  const all = add(rowSums);
  const statistic = add(
    table.flatMap((row, i) =>
      row.map((observed, j) =>
        term(observed, ((rowSums[i] as number) * (columnSums[j] as number)) / all),
      ),
    ),
  );
  const df = (table.length - 1) * (columns - 1);
  return { statistic, df, pValue: chiSquareTail(statistic, df) };
}
