import { requirePositive, requireThat } from "../require-that";

/**
 * How far a closed load is from Little's law N = X·(R + Z): |N − X(R + Z)|/N. More than some
 * percent says that users were not busy, that requests are missing from the record, or that the
 * generator was late.
 *
 * @param users N, at once, > 0
 * @param throughput X, completions a second, ≥ 0
 * @param responseTime R, mean, seconds, ≥ 0
 * @param thinkTime Z, mean, seconds, ≥ 0
 * @returns a fraction: 0 where the law holds
 * @throws RangeError outside of that
 * @see J. D. C. Little, Operations Research 9 (1961)
 */
export function littlesLawDeviation(
  users: number,
  throughput: number,
  responseTime: number,
  thinkTime = 0,
): number {
  requirePositive(users, "the number of users");
  for (const value of [throughput, responseTime, thinkTime]) {
    requireThat(
      value >= 0 && Number.isFinite(value),
      `Little's law needs finite numbers >= 0, not ${value}`,
    );
  }
  return Math.abs(users - throughput * (responseTime + thinkTime)) / users;
}
