import { requireThat } from "../require-that";

const TINY = 1e-300;
const CONVERGED = 2 * Number.EPSILON;
/** Reached only by parameters of about 1e11 and more. */
const MOST_TERMS = 1_000_000;

/**
 * The value of b₀ + a₁/(b₁ + a₂/(b₂ + …)) to double precision.
 *
 * @throws RangeError where it does not converge within a million terms
 * @see W. J. Lentz, Applied Optics 15 (1976); modified by Thompson and Barnett, 1986
 */
export function continuedFraction(
  b0: number,
  a: (n: number) => number,
  b: (n: number) => number,
): number {
  let value = awayFromZero(b0);
  let c = value;
  let d = 0;
  for (let n = 1; n <= MOST_TERMS; n++) {
    const an = a(n);
    const bn = b(n);
    d = 1 / awayFromZero(bn + an * d);
    c = awayFromZero(bn + an / c);
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) <= CONVERGED) return value;
    // Overflow: no further term can mend it.
    if (Number.isNaN(step)) break;
  }
  requireThat(false, "the continued fraction does not converge: its parameters are too large");
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
