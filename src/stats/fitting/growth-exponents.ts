import { requirePositive, requireThat } from "../require-that";
import type { Cost } from "./power-law-cost";

/**
 * How the cost grows between neighbouring sizes: log(T₂/T₁)/log(s₂/s₁), which is log₂(T₂ₛ/Tₛ)
 * where sizes double. A fixed cost hides growth at small sizes, and only the last of these, of the
 * largest sizes, show it.
 *
 * @param costs one a size, in ascending order of size, at least two
 * @returns one fewer than there are sizes: 0 flat, 1 proportional, 2 quadratic
 * @throws RangeError outside of that
 */
export function growthExponents(costs: readonly Cost[]): number[] {
  requireThat(costs.length >= 2, `growth needs at least two sizes, not ${costs.length}`);
  for (const { size, time } of costs) {
    requirePositive(size, "a size");
    requirePositive(time, "a time");
  }
  return costs.slice(1).map(({ size, time }, i) => {
    const previous = costs[i] as Cost;
    requireThat(
      size > previous.size,
      `growth needs sizes in ascending order, not ${previous.size} before ${size}`,
    );
    return Math.log(time / previous.time) / Math.log(size / previous.size);
  });
}
