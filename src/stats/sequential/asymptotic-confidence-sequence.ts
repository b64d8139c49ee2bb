import { normalCdf } from "../distributions/normal";
import { requireInside, requirePositive, requireThat } from "../require-that";

/**
 * Asymptotic confidence sequences: intervals of a difference that hold at all looks together, because
 * they are read off one mixture of likelihood ratios of a normal mean. The same as the mSPRT with
 * mixing variance ρ²·V.
 *
 * At a look with n observations (both arms together) there is an estimate with a standard error; its
 * central limit theorem must hold: at least 100 an arm, and 10 events where events are counted.
 *
 * @see I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy and A. Ramdas, Annals of Statistics 52 (2024);
 *   S. R. Howard, A. Ramdas, J. McAuliffe and J. Sekhon, Annals of Statistics 49 (2021)
 */
export interface Mixture {
  /** Width of the mixture, > 0: `mixtureScale` makes it tightest at the planned total. */
  rho: number;
  /** 2 for a difference, 1 where only one side is asked. */
  sides: 1 | 2;
}

/** Below either, the normal approximation behind the sequence is not trusted. */
export const SEQUENTIAL_BURN_IN = { perArm: 100, events: 10 } as const;

/**
 * ρ = √[(−2 ln α + ln(1 − 2 ln α))/N*], at 2α for one side: the mixture whose interval is about as
 * tight as can be after N* observations.
 *
 * @param planned N*, both arms together, > 0
 * @param alpha level, between 0 and 1, for one side below ½
 * @throws RangeError outside of that
 */
export function mixtureScale(planned: number, alpha: number, sides: 1 | 2 = 2): Mixture {
  requirePositive(planned, "the planned number of observations");
  requireInside(alpha, "alpha");
  const level = sides === 1 ? 2 * alpha : alpha;
  requireInside(level, "twice alpha");
  const evidence = -2 * Math.log(level);
  return { rho: Math.sqrt((evidence + Math.log(1 + evidence)) / planned), sides };
}

/**
 * The half-width of the interval after n observations, in the unit of the standard error: the true
 * value is ever outside, at whichever look, with a probability of α at most. One-sided: its distance
 * from the estimate to the bound.
 *
 * @param standardError of the estimate at this look, ≥ 0
 * @param n observations at this look, > 0
 * @throws RangeError outside of that
 */
export function sequentialHalfWidth(
  standardError: number,
  n: number,
  alpha: number,
  { rho, sides }: Mixture,
): number {
  requireLook(n, rho);
  requireInside(alpha, "alpha");
  requireThat(
    standardError >= 0 && Number.isFinite(standardError),
    `a standard error must be finite and >= 0, not ${standardError}`,
  );
  const spread = n * rho * rho;
  const root = Math.sqrt(spread + 1);
  const log = sides === 1 ? Math.log1p(root / (2 * alpha)) : Math.log(root / alpha);
  return standardError * Math.sqrt((2 * (spread + 1) * log) / spread);
}

/**
 * ln of the e-value after n observations against "the difference is 0", or with one side against
 * "it is at most 0": a mixture of likelihood ratios, on average at most 1 where that is true.
 *
 * @param z estimate in standard errors at this look
 */
export function sequentialEvidence(z: number, n: number, { rho, sides }: Mixture): number {
  requireLook(n, rho);
  requireThat(Number.isFinite(z), `a standardised estimate must be finite, not ${z}`);
  const spread = n * rho * rho;
  const twoSided = (spread * z * z) / (2 * (spread + 1)) - Math.log1p(spread) / 2;
  if (sides === 2) return twoSided;
  return twoSided + Math.LN2 + Math.log(normalCdf(z * Math.sqrt(spread / (spread + 1))));
}

/** min(1, 1/E): valid at whichever look the run stops; the smallest so far may be kept. */
export function sequentialPValue(z: number, n: number, mixture: Mixture): number {
  return Math.min(1, Math.exp(-sequentialEvidence(z, n, mixture)));
}

function requireLook(n: number, rho: number): void {
  requirePositive(n, "the number of observations");
  requirePositive(rho, "the width of the mixture");
}
