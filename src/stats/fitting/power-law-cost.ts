import { requirePositive, requireThat } from "../require-that";
import { levenbergMarquardt } from "./levenberg-marquardt";

export interface Cost {
  /** Rows, bytes, pixels, tokens; > 0. */
  size: number;
  /** > 0, usually the median of many. */
  time: number;
}

export interface PowerLawCost {
  /** a: what every request costs, whatever its size; ≥ 0, in the unit of the times. */
  fixed: number;
  /** c: what a request of size 1 costs on top; ≥ 0, likewise. */
  scale: number;
  /** b: 1 where twice the size costs twice as much on top, 2 where four times; 0 where nothing grows. */
  exponent: number;
}

const FEWEST_SIZES = 4;
/** Growth over all sizes, as a share of the fixed cost, that is rounding. */
const NOTHING = 1e-12;
/** Where the search starts; the best of them is refined. */
const EXPONENTS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4];

/**
 * Fits the cost T(s) = a + c·sᵇ by non-linear least squares of the logarithms (a time is off by some
 * percent, not by some milliseconds), with a ≥ 0, c ≥ 0 and b ≥ 0.
 *
 * For each exponent of a grid the best a and c by relative residuals have a closed form; the best of
 * those fits is the start. Where nearly all of the time is fixed, the exponent is hardly determined: ask for its interval,
 * and for the growth over the top octaves (`growth-exponents.ts`), too.
 *
 * @param costs at least four different sizes, over some octaves
 * @throws RangeError outside of that
 */
export function fitPowerLawCost(costs: readonly Cost[]): PowerLawCost {
  requireCosts(costs);
  // Sizes relative to the largest: no power overflows, and c is the cost of the largest on top.
  const largest = Math.max(...costs.map(({ size }) => size));
  const shares = costs.map(({ size }) => size / largest);
  const times = costs.map(({ time }) => time);
  const starts = EXPONENTS.map((exponent) => bestAtExponent(shares, times, exponent));
  const start = starts.reduce((best, fit) => (fit.sum < best.sum ? fit : best));
  const { parameters } = levenbergMarquardt({
    start: start.parameters,
    lower: [0, 0, 0],
    residuals: (fit) => shares.map((s, i) => Math.log(cost(s, fit) / (times[i] as number))),
    jacobian: (fit) =>
      shares.map((s) => {
        const power = s ** (fit[2] as number);
        return [1, power, (fit[1] as number) * power * Math.log(s)].map((d) => d / cost(s, fit));
      }),
  });
  const [fixed, scale, exponent] = parameters as [number, number, number];
  // Where nothing grows any exponent fits, and 0 says so.
  if (scale <= NOTHING * fixed) return { fixed, scale: 0, exponent: 0 };
  return { fixed, scale: scale / largest ** exponent, exponent };
}

function cost(share: number, [a, c, b]: readonly number[]): number {
  return (a as number) + (c as number) * share ** (b as number);
}

/** Non-negative least squares of two parameters: the free solution, or the better of the two edges. */
function bestAtExponent(
  shares: readonly number[],
  times: readonly number[],
  exponent: number,
): { parameters: number[]; sum: number } {
  const fixed = times.map((time) => 1 / time);
  const growing = shares.map((s, i) => s ** exponent / (times[i] as number));
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, i) => sum + value * (y[i] as number), 0);
  const ones = times.map(() => 1);
  const [ff, fg, gg] = [dot(fixed, fixed), dot(fixed, growing), dot(growing, growing)];
  const [f1, g1] = [dot(fixed, ones), dot(growing, ones)];
  const determinant = ff * gg - fg * fg;
  const candidates = [
    [(gg * f1 - fg * g1) / determinant, (ff * g1 - fg * f1) / determinant],
    [0, g1 / gg],
    [f1 / ff, 0],
  ].filter((fit) => fit.every((value) => value >= 0));
  return candidates
    .map((parameters) => {
      const [a, c] = parameters as [number, number];
      const sum = times.reduce(
        (total, _, i) => total + (a * (fixed[i] as number) + c * (growing[i] as number) - 1) ** 2,
        0,
      );
      return { parameters: [a, c, exponent], sum };
    })
    .reduce((best, fit) => (fit.sum < best.sum ? fit : best));
}

function requireCosts(costs: readonly Cost[]): void {
  for (const { size, time } of costs) {
    requirePositive(size, "a size");
    requirePositive(time, "a time");
  }
  const different = new Set(costs.map(({ size }) => size)).size;
  requireThat(
    different >= FEWEST_SIZES,
    `a fit of the cost needs ${FEWEST_SIZES} different sizes, not ${different}`,
  );
}
