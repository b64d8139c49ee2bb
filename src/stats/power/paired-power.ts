import { normalCdf } from "../distributions/normal";
import { requirePositive, requireThat } from "../require-that";
import { type Planning, planningQuantiles } from "./planning";

/**
 * The pairs, not rounded, that show non-inferiority of accuracy with margin δ where the two are in
 * truth equally accurate and differ on a share of the pairs: n = (z + z)²·(p₁₀ + p₀₁)/δ². With a
 * two-sided plan, the pairs that McNemar's test needs to find a difference of δ.
 *
 * @param discordance p₁₀ + p₀₁, the share of pairs on which exactly one is right; > 0, at most 1
 * @param margin δ, > 0
 * @param planning default one-sided 5 % and 80 %
 * @throws RangeError outside of that
 * @see J.-M. Nam, Biometrics 53 (1997)
 */
export function pairedSampleSize(
  discordance: number,
  margin: number,
  planning: Planning = {},
): number {
  requireDiscordance(discordance);
  requirePositive(margin, "the margin");
  const { level, power } = planningQuantiles({ sides: 1, ...planning });
  return ((level + power) / margin) ** 2 * discordance;
}

/** The power of so many pairs to show it. */
export function pairedPower(
  n: number,
  discordance: number,
  margin: number,
  planning: Omit<Planning, "power"> = {},
): number {
  requirePositive(n, "the number of pairs");
  requireDiscordance(discordance);
  requirePositive(margin, "the margin");
  const { level } = planningQuantiles({ sides: 1, ...planning });
  return normalCdf(margin * Math.sqrt(n / discordance) - level);
}

function requireDiscordance(discordance: number): void {
  requireThat(
    discordance > 0 && discordance <= 1,
    `the share of differing pairs must lie above 0 and be at most 1, not ${discordance}`,
  );
}
