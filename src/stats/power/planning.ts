import { normalQuantile } from "../distributions/normal";
import { requireInside } from "../require-that";

export interface Planning {
  /** Level of the test; default 0.05. */
  alpha?: number;
  /** Probability of finding what is there; default 0.8. */
  power?: number;
  /** Sides of the test: 2 for a difference (default), 1 for non-inferiority. */
  sides?: 1 | 2;
}

/** The normal quantiles of the level and of the power. */
export function planningQuantiles({ alpha = 0.05, power = 0.8, sides = 2 }: Planning): {
  level: number;
  power: number;
} {
  requireInside(alpha, "alpha");
  requireInside(power, "the power");
  return { level: -normalQuantile(alpha / sides), power: normalQuantile(power) };
}

/**
 * The smallest difference that a test with this standard error finds: (z of the level + z of the
 * power)·SE, in the unit of the standard error.
 */
export function detectableDifference(standardError: number, planning: Planning = {}): number {
  const { level, power } = planningQuantiles(planning);
  return (level + power) * standardError;
}
