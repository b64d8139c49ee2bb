import { requireThat } from "../require-that";
import { regularizedGammaLower, regularizedGammaUpper } from "./incomplete-gamma";

/**
 * The error function erf(x) = 2/√π · ∫₀ˣ e^(−t²) dt for any real x, ±Infinity included.
 *
 * @throws RangeError for NaN
 * @see DLMF §7.11.1: erf(x) = P(½, x²) for x ≥ 0
 */
export function erf(x: number): number {
  requireThat(!Number.isNaN(x), "erf needs a number, not NaN");
  // Below this x² may underflow, and the next term of the series is under half a unit in the last place.
  if (Math.abs(x) < 1e-9) return (2 / Math.sqrt(Math.PI)) * x;
  return Math.sign(x) * regularizedGammaLower(0.5, x * x);
}

/** The complement erfc(x) = 1 − erf(x), to full relative accuracy also where it is tiny. */
export function erfc(x: number): number {
  requireThat(!Number.isNaN(x), "erfc needs a number, not NaN");
  if (Math.abs(x) < 1e-9) return 1 - erf(x);
  return x > 0 ? regularizedGammaUpper(0.5, x * x) : 1 + regularizedGammaLower(0.5, x * x);
}
