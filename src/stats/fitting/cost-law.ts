import { type Cost, fitPowerLawCost, type PowerLawCost } from "./power-law-cost";

/** a and c·sᵇ, one on top of the other or only the larger of them. */
export interface CostLaw extends PowerLawCost {
  combines: "sum" | "larger";
}

/** So many of the largest sizes at least show how the growing part grows. */
const FEWEST_GROWING = 2;

/**
 * Fits T(s) = a + c·sᵇ and T(s) = max(a, c·sᵇ), and takes whichever is nearer by the squares of the
 * logarithms. The second is the cost of a device that is not full until some size: flat at first, and
 * then in proportion. The sum has no such bend, and would have it grow with a power of up to 2.
 *
 * @param costs at least four different sizes, over some octaves, ascending
 * @throws RangeError outside of that
 * @see S. Williams, A. Waterman and D. Patterson, Communications of the ACM 52 (2009) (the roofline)
 */
export function fitCostLaw(costs: readonly Cost[]): CostLaw {
  let best: CostLaw = { ...fitPowerLawCost(costs), combines: "sum" };
  let least = errorOf(best, costs);
  for (let flat = 1; flat <= costs.length - FEWEST_GROWING; flat++) {
    const law = largerOf(costs.slice(0, flat), costs.slice(flat));
    const error = errorOf(law, costs);
    if (error < least) [best, least] = [law, error];
  }
  return best;
}

export function costAt({ fixed, scale, exponent, combines }: CostLaw, size: number): number {
  const growing = scale * size ** exponent;
  return combines === "sum" ? fixed + growing : Math.max(fixed, growing);
}

/** The mean of the flat sizes and the line through the growing ones, of the logarithms. */
function largerOf(flat: readonly Cost[], growing: readonly Cost[]): CostLaw {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [sizes, times] = [growing.map(({ size }) => size), growing.map(({ time }) => time)].map(
    (values) => values.map(Math.log),
  ) as [number[], number[]];
  const [middle, level] = [mean(sizes), mean(times)];
  const squares = sizes.reduce((sum, s) => sum + (s - middle) ** 2, 0);
  const products = sizes.reduce(
    (sum, s, i) => sum + (s - middle) * ((times[i] as number) - level),
    0,
  );
  const exponent = Math.max(0, products / squares);
  return {
    fixed: Math.exp(mean(flat.map(({ time }) => Math.log(time)))),
    scale: Math.exp(level - exponent * middle),
    exponent,
    combines: "larger",
  };
}

function errorOf(law: CostLaw, costs: readonly Cost[]): number {
  return costs.reduce((sum, { size, time }) => sum + Math.log(costAt(law, size) / time) ** 2, 0);
}
