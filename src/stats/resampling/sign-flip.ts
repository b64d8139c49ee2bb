import type { Alternative } from "../alternative";
import type { Random } from "../random";
import { requireSample, requireThat } from "../require-that";

/** Up to so many differences that are not 0 all signs are tried: 65,536 sums. */
const EXACT_SIGN_FLIP = 16;
/** Sums equal but for the order of addition count as equal. */
const SAME = 1e-12;

/**
 * The sign-flip permutation test of paired differences: if the two sides are exchangeable within each
 * pair, every difference might as well have had the other sign. p is the share of all signings whose
 * sum is at least as far out as the observed one: exact for at most 16 differences other than 0, else
 * of random signings, the observed one among them, so that p is never below 1/(replicates + 1).
 *
 * @param differences finite, at least one
 * @param random draws the signings
 * @param replicates random signings
 * @returns p; 1 where every difference is 0
 * @throws RangeError outside of that
 * @see R. A. Fisher, The Design of Experiments, 1935, §21; B. Phipson and G. K. Smyth, Statistical
 *   Applications in Genetics and Molecular Biology 9 (2010) (never 0)
 */
export function signFlipTest(
  differences: ArrayLike<number>,
  random: Random,
  alternative: Alternative = "two-sided",
  replicates = 10_000,
): number {
  requireSample(differences, "the sign-flip test");
  requireThat(
    Number.isInteger(replicates) && replicates >= 1,
    `the sign-flip test needs a whole number of replicates, not ${replicates}`,
  );
  const values = Float64Array.from(differences).filter((value) => value !== 0);
  const observed = values.reduce((sum, value) => sum + value, 0);
  const slack = SAME * values.reduce((sum, value) => sum + Math.abs(value), 0);
  const asFarOut = {
    less: (sum: number) => sum <= observed + slack,
    greater: (sum: number) => sum >= observed - slack,
    "two-sided": (sum: number) => Math.abs(sum) >= Math.abs(observed) - slack,
  }[alternative];
  if (values.length <= EXACT_SIGN_FLIP) {
    const signings = 2 ** values.length;
    let count = 0;
    for (let signs = 0; signs < signings; signs++) {
      if (asFarOut(signedSum(values, (i) => ((signs >> i) & 1) === 1))) count++;
    }
    return count / signings;
  }
  let count = 1;
  for (let replicate = 0; replicate < replicates; replicate++) {
    if (asFarOut(signedSum(values, () => random() < 0.5))) count++;
  }
  return count / (replicates + 1);
}

function signedSum(values: Float64Array, flipped: (i: number) => boolean): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += flipped(i) ? -(values[i] as number) : (values[i] as number);
  }
  return sum;
}
