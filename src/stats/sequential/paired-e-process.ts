import { regularizedBeta } from "../distributions/incomplete-beta";
import { lnBeta } from "../distributions/ln-beta";
import { requireCount, requirePositive } from "../require-that";

export interface PairedEvidenceOptions {
  /** Both parameters of the symmetric beta prior of the share on the first side; default 5. */
  shape?: number;
  /** 2 (default) for any difference, 1 for "the first is more often the only one". */
  sides?: 1 | 2;
}

/**
 * ln of the exact e-value against "each differing pair is a fair coin": E = 2ⁿ·B(a + n₁₀, a + n₀₁)/B(a, a),
 * a beta mixture of likelihood ratios, exact at any number of pairs and any look. With one side the
 * mixture is over shares above ½, and the hypothesis "the first is the only one at most as often".
 *
 * Stop, and call it a difference, at E ≥ 1/α.
 *
 * @param first pairs with the outcome on the first side only, whole
 * @param second pairs with it on the second side only, whole
 * @throws RangeError for counts that are not whole, or a shape that is not > 0
 * @see J. Ville, Étude critique de la notion de collectif, 1939; A. Ramdas, P. Grünwald, V. Vovk and
 *   G. Shafer, Statistical Science 38 (2023)
 */
export function pairedEvidence(
  first: number,
  second: number,
  { shape = 5, sides = 2 }: PairedEvidenceOptions = {},
): number {
  requireCount(first, "a number of pairs");
  requireCount(second, "a number of pairs");
  requirePositive(shape, "the shape of the prior");
  const twoSided =
    (first + second) * Math.LN2 + lnBeta(shape + first, shape + second) - lnBeta(shape, shape);
  if (sides === 2) return twoSided;
  // What the posterior and the prior leave above ½.
  const above = regularizedBeta(0.5, shape + second, shape + first);
  return twoSided + Math.log(2 * above);
}
