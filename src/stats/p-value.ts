import type { Alternative } from "./alternative";
import { normalCdf } from "./distributions/normal";
import { studentTCdf } from "./distributions/student-t";

/** The probability of a standard normal value at least as far out as z; both tails keep their digits. */
export function normalPValue(z: number, alternative: Alternative): number {
  return symmetricPValue(z, alternative, normalCdf);
}

/** The probability of a value of Student's t at least as far out as t. */
export function studentTPValue(t: number, df: number, alternative: Alternative): number {
  return symmetricPValue(t, alternative, (value) => studentTCdf(value, df));
}

function symmetricPValue(
  statistic: number,
  alternative: Alternative,
  cdf: (statistic: number) => number,
): number {
  if (alternative === "less") return cdf(statistic);
  if (alternative === "greater") return cdf(-statistic);
  return Math.min(1, 2 * cdf(-Math.abs(statistic)));
}
