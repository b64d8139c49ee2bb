import { requireProbability, requireThat } from "../require-that";
import { regularizedGammaLower, regularizedGammaUpper } from "./incomplete-gamma";

/**
 * The standard normal distribution function Φ(z), accurate in both tails down to 1e-307: the upper
 * tail at z is Φ(−z), not 1 − Φ(z).
 *
 * @param z any real number, ±Infinity included
 * @throws RangeError for NaN
 * @see DLMF §7.11.2: Φ(−|z|) = ½·erfc(|z|/√2) = ½·Q(½, z²/2)
 */
export function normalCdf(z: number): number {
  requireThat(!Number.isNaN(z), "normalCdf needs a number, not NaN");
  const square = (z * z) / 2;
  if (z < 0) return 0.5 * regularizedGammaUpper(0.5, square);
  return 0.5 + 0.5 * regularizedGammaLower(0.5, square);
}

/**
 * The standard normal quantile: the z with Φ(z) = p.
 *
 * @param p from 0 to 1; 0 gives −Infinity and 1 Infinity
 * @throws RangeError outside of that
 * @see M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution",
 *   Applied Statistics 37 (1988), routine PPND16: about 1e-16 relative
 */
export function normalQuantile(p: number): number {
  requireProbability(p, "p");
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE, 0.180625 - q * q);
  const tail = q < 0 ? p : 1 - p;
  if (tail === 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-Math.log(tail));
  const z = r <= 5 ? ratio(MIDDLE, r - 1.6) : ratio(FAR, r - 5);
  return q < 0 ? -z : z;
}

interface Rational {
  /** Coefficients of rising powers. */
  over: readonly number[];
  under: readonly number[];
}

function ratio({ over, under }: Rational, x: number): number {
  return polynomial(over, x) / polynomial(under, x);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

const CENTRE: Rational = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
    45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597,
    39307.89580009271, 28729.085735721943, 5226.495278852546,
  ],
};
const MIDDLE: Rational = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045,
    1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
    0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const FAR: Rational = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
    0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};
