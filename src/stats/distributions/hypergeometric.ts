import { requireCount, requireThat } from "../require-that";

export interface Urn {
  /** Marked items in the urn, whole, ≥ 0. */
  marked: number;
  /** Other items in the urn, whole, ≥ 0. */
  others: number;
  /** Items drawn without putting back, from 0 to all of them. */
  drawn: number;
}

export interface Hypergeometric {
  /** The smallest possible number of marked items among the drawn. */
  lowest: number;
  /** The probability of each possible number, from the lowest on; they add up to 1. */
  probabilities: Float64Array;
}

/**
 * The hypergeometric distribution: how many marked items are among those drawn.
 *
 * Probabilities are built from the mode outwards by their ratios, and then divided by their sum; what
 * is 1e-308 times less likely than the mode is 0.
 *
 * @throws RangeError for numbers that are not whole, or more drawn than there are
 * @see N. L. Johnson, A. W. Kemp and S. Kotz, Univariate Discrete Distributions, 3rd ed., §6.2
 */
export function hypergeometric({ marked, others, drawn }: Urn): Hypergeometric {
  requireCount(marked, "the number of marked items");
  requireCount(others, "the number of other items");
  requireCount(drawn, "the number of items drawn");
  requireThat(drawn <= marked + others, `cannot draw ${drawn} of ${marked + others} items`);
  const lowest = Math.max(0, drawn - others);
  const highest = Math.min(marked, drawn);
  const probabilities = new Float64Array(highest - lowest + 1);
  const mode = Math.min(
    highest,
    Math.max(lowest, Math.floor(((marked + 1) * (drawn + 1)) / (marked + others + 2))),
  );
  /** P(k + 1)/P(k). */
  const ratio = (k: number): number =>
    (((marked - k) / (k + 1)) * (drawn - k)) / (others - drawn + k + 1);
  probabilities[mode - lowest] = 1;
  for (let k = mode; k < highest; k++) {
    probabilities[k + 1 - lowest] = (probabilities[k - lowest] as number) * ratio(k);
  }
  for (let k = mode; k > lowest; k--) {
    probabilities[k - 1 - lowest] = (probabilities[k - lowest] as number) / ratio(k - 1);
  }
  const sum = probabilities.reduce((total, value) => total + value, 0);
  return { lowest, probabilities: probabilities.map((value) => value / sum) };
}

/** P(X ≤ k). */
export function hypergeometricCdf(k: number, urn: Urn): number {
  const { lowest, probabilities } = hypergeometric(urn);
  requireThat(!Number.isNaN(k), "the number of marked items drawn must not be NaN");
  return sumOf(probabilities.subarray(0, Math.max(0, Math.floor(k) - lowest + 1)));
}

/** P(X ≥ k), to full relative accuracy also where it is tiny. */
export function hypergeometricTail(k: number, urn: Urn): number {
  const { lowest, probabilities } = hypergeometric(urn);
  requireThat(!Number.isNaN(k), "the number of marked items drawn must not be NaN");
  return sumOf(probabilities.subarray(Math.max(0, Math.ceil(k) - lowest)));
}

function sumOf(probabilities: Float64Array): number {
  return Math.min(
    1,
    probabilities.reduce((sum, value) => sum + value, 0),
  );
}
