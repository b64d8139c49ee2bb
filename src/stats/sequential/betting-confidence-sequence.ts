import { requireInside, requireThat } from "../require-that";

const GRID = 1000;
/** Of the largest bet that cannot lose everything, so that no single value does. */
const CAP = 0.5;

/**
 * The size of each bet: predictable, from the values before. They hold for values in any order and
 * with any distribution on 0..1; the better they foresee the variance, the faster the proof.
 */
function createBets(alpha: number): { next: () => number; observe: (value: number) => void } {
  let count = 0;
  let sum = 0.5;
  let squares = 0.25;
  return {
    next: () => {
      const i = count + 1;
      const variance = squares / i;
      return Math.sqrt((2 * Math.log(1 / alpha)) / (variance * i * Math.log1p(i)));
    },
    observe: (value) => {
      count++;
      sum += value;
      squares += (value - sum / (count + 1)) ** 2;
    },
  };
}

export interface BettingSequence {
  observe: (value: number) => void;
  /** The mean is ever outside with a probability of α at most; only gets narrower. */
  interval: () => [number, number];
}

/**
 * A confidence sequence of the mean of values between 0 and 1, that may be looked at after each: for
 * every mean m on a grid of 1,000 somebody bets that the mean is above m, and somebody that it is
 * below. Under the true mean neither gets rich, so those at which either has are left out. Holds
 * exactly, for any distribution and any number of values.
 *
 * @param alpha between 0 and 1, both excluded
 * @returns the interval is widened by one cell of the grid; [0, 1] before any value
 * @throws RangeError for such an alpha, or a value outside of 0..1
 * @see I. Waudby-Smith and A. Ramdas, "Estimating means of bounded random variables by betting",
 *   Journal of the Royal Statistical Society B 86 (2024), the hedged capital process
 */
export function createBettingSequence(alpha: number): BettingSequence {
  requireInside(alpha, "alpha");
  const bets = createBets(alpha);
  const rising = new Float64Array(GRID + 1).fill(0.5);
  const falling = new Float64Array(GRID + 1).fill(0.5);
  let low = 0;
  let high = GRID;
  return {
    observe: (value) => {
      requireUnit(value);
      const bet = bets.next();
      // What is left out once stays out, and so only the cells between are played on.
      for (let cell = low; cell <= high; cell++) {
        const mean = cell / GRID;
        const gain = value - mean;
        rising[cell] = (rising[cell] as number) * (1 + Math.min(bet, CAP / mean) * gain);
        falling[cell] = (falling[cell] as number) * (1 - Math.min(bet, CAP / (1 - mean)) * gain);
      }
      const kept = (cell: number): boolean =>
        Math.max(rising[cell] as number, falling[cell] as number) <= 1 / alpha;
      while (low < high && !kept(low)) low++;
      while (high > low && !kept(high)) high--;
      bets.observe(value);
    },
    interval: () => [Math.max(0, low - 1) / GRID, Math.min(GRID, high + 1) / GRID],
  };
}

export interface BettingProof {
  observe: (value: number) => void;
  /** ln of the e-value against "the mean is at most that"; proven at ln(1/α). */
  evidence: () => number;
}

/**
 * The bets against one stated mean, on the rising side only: the sequential proof that the mean of
 * values between 0 and 1 is above it. For paired non-inferiority with margin δ, of d = −1, 0 or 1,
 * the values are (d + 1)/2 and the mean is (1 − δ)/2.
 *
 * @param mean between 0 and 1, both excluded
 * @param alpha level that the bets are sized for
 * @throws RangeError outside of that, or for a value outside of 0..1
 */
export function createBettingProof(mean: number, alpha: number): BettingProof {
  requireInside(mean, "the mean");
  requireInside(alpha, "alpha");
  const bets = createBets(alpha);
  let evidence = 0;
  return {
    observe: (value) => {
      requireUnit(value);
      evidence += Math.log1p(Math.min(bets.next(), CAP / mean) * (value - mean));
      bets.observe(value);
    },
    evidence: () => evidence,
  };
}

function requireUnit(value: number): void {
  requireThat(value >= 0 && value <= 1, `a bet needs values from 0 to 1, not ${value}`);
}
