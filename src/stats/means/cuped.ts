import { requireSameLength, requireSample } from "../require-that";

export interface CupedArm {
  /** What is compared. */
  outcomes: ArrayLike<number>;
  /** What was known of each before, and cannot depend on the arm. */
  covariates: ArrayLike<number>;
}

export interface Cuped {
  /** Outcomes less θ·(covariate − mean of all covariates), an array an arm; their unit is unchanged. */
  adjusted: Float64Array[];
  theta: number;
  /** The share of the variance that the covariate has explained, from 0 to 1. */
  explained: number;
}

/**
 * CUPED: takes out of the outcomes what a covariate from before the experiment explains, so that the
 * arms' means can be told apart with fewer requests. θ is the covariance over the variance, both
 * within the arms, pooled. Compare the adjusted outcomes as if they were the outcomes.
 *
 * @param arms one or more, each with at least two finite outcomes and as many covariates
 * @returns the outcomes as they are where the covariate does not vary
 * @throws RangeError outside of that
 * @see A. Deng, Y. Xu, R. Kohavi and T. Walker, "Improving the Sensitivity of Online Controlled
 *   Experiments by Utilizing Pre-Experiment Data", WSDM 2013
 */
export function cuped(arms: readonly CupedArm[]): Cuped {
  let [xx, xy, yy, sum, count] = [0, 0, 0, 0, 0];
  for (const { outcomes, covariates } of arms) {
    requireSameLength(outcomes, covariates, "CUPED");
    requireSample(outcomes, "CUPED", 2);
    requireSample(covariates, "CUPED", 2);
    const [meanX, meanY] = [mean(covariates), mean(outcomes)];
    for (let i = 0; i < outcomes.length; i++) {
      const dx = (covariates[i] as number) - meanX;
      const dy = (outcomes[i] as number) - meanY;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
    sum += meanX * covariates.length;
    count += covariates.length;
  }
  const theta = xx === 0 ? 0 : xy / xx;
  const centre = sum / count;
  return {
    theta,
    explained: xx === 0 || yy === 0 ? 0 : Math.min(1, (xy / xx) * (xy / yy)),
    adjusted: arms.map(({ outcomes, covariates }) =>
      Float64Array.from(outcomes, (y, i) => y - theta * ((covariates[i] as number) - centre)),
    ),
  };
}

/** Relative to the first value, so that equal values have exactly their own mean. */
function mean(values: ArrayLike<number>): number {
  const first = values[0] as number;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) - first;
  return first + sum / values.length;
}
