import { normalCdf } from "../distributions/normal";
import { studentTQuantile } from "../distributions/student-t";
import type { Random } from "../random";
import { requireConfidence, requirePositive, requireThat } from "../require-that";
import { percentileBounds } from "../resampling/bootstrap";
import { levenbergMarquardt } from "./levenberg-marquardt";

export interface Throughput {
  /** Users (or connections, or replicas) at once, ≥ 1. */
  users: number;
  /** Completions per unit of time, > 0. */
  throughput: number;
}

export interface UniversalScalability {
  /** Throughput of one user, in the unit of the throughput. */
  gamma: number;
  /** Contention: the share of the work that cannot be done side by side, ≥ 0. */
  alpha: number;
  /** Coherency: what each pair of users costs, ≥ 0. */
  beta: number;
  /** Where the throughput is largest: √((1−α)/β), at least 1; Infinity without coherency cost. */
  peakUsers: number;
}

/** So many parameters, and so many different numbers of users at least. */
const PARAMETERS = 3;

/**
 * Fits Gunther's universal scalability law X(N) = γN/(1 + α(N−1) + βN(N−1)) by non-linear least
 * squares of the logarithms, which weighs each measurement by its size: a throughput is off by some
 * percent, not by some requests. With γ > 0 and α, β ≥ 0.
 *
 * The law is fitted as N/(g + p(N−1) + qN(N−1)) with γ = 1/g, α = p/g, β = q/g. In g, p and q its
 * reciprocal is linear, and that linear fit is the start.
 *
 * @param points at least three different numbers of users, past the peak if the peak is wanted
 * @throws RangeError outside of that
 * @see N. J. Gunther, Guerrilla Capacity Planning, 2007, chapters 4 to 6
 */
export function fitUniversalScalability(points: readonly Throughput[]): UniversalScalability {
  requirePoints(points);
  return fitLaw(points, 0);
}

/** α and β at least 0, or free where their lower bound is −Infinity. */
function fitLaw(points: readonly Throughput[], lowest: number): UniversalScalability {
  const basis = points.map(({ users }) => [1, users - 1, users * (users - 1)]);
  const cost = (row: readonly number[], [g, p, q]: readonly number[]): number =>
    (g as number) * (row[0] as number) +
    (p as number) * (row[1] as number) +
    (q as number) * (row[2] as number);
  const timePerUser = points.map(({ users, throughput }) => users / throughput);
  const largest = Math.max(...timePerUser);
  const lower = [largest * 1e-9, lowest, lowest];
  const linear = levenbergMarquardt({
    start: [largest, 0, 0],
    lower: [lower[0] as number, 0, 0],
    residuals: (fit) => basis.map((row, i) => cost(row, fit) / (timePerUser[i] as number) - 1),
    jacobian: () => basis.map((row, i) => row.map((value) => value / (timePerUser[i] as number))),
  });
  const { parameters } = levenbergMarquardt({
    start: linear.parameters,
    lower,
    residuals: (fit) =>
      basis.map((row, i) => Math.log(cost(row, fit) / (timePerUser[i] as number))),
    jacobian: (fit) => basis.map((row) => row.map((value) => value / cost(row, fit))),
  });
  const [g, p, q] = parameters as [number, number, number];
  const [alpha, beta] = [p / g, q / g];
  const peakUsers = alpha >= 1 ? 1 : Math.max(1, Math.sqrt((1 - alpha) / Math.max(0, beta)));
  return { gamma: 1 / g, alpha, beta, peakUsers };
}

/** The throughput that the law foresees for so many users. */
export function scaledThroughput(law: UniversalScalability, users: number): number {
  return law.gamma * users * scalingEfficiency(law, users);
}

/** X(N)/(γN): how much of what so many users could do alone they do together, at most 1 where α, β ≥ 0. */
export function scalingEfficiency({ alpha, beta }: UniversalScalability, users: number): number {
  requireThat(users >= 1, `the number of users must be at least 1, not ${users}`);
  return 1 / (1 + alpha * (users - 1) + beta * users * (users - 1));
}

/** Fits of resampled measurements, to read intervals from. */
export interface ScalabilityBootstrap {
  laws: UniversalScalability[];
  /** Measurements less parameters. */
  df: number;
}

/**
 * Resamples the measurements: the residuals of the fit, inflated by √(n/(n−3)) for the parameters
 * spent on them, are drawn anew around the fitted curve, because two or three replicates a step are
 * too few to draw from. These fits may have α or β below 0: bounded ones would all lie on one side of
 * a truth at 0, and claim too much.
 *
 * @param points at least four
 * @throws RangeError outside of what the fit asks for
 * @see A. C. Davison and D. V. Hinkley, Bootstrap Methods and their Application, 1997, §7.3
 */
export function bootstrapUniversalScalability(
  points: readonly Throughput[],
  random: Random,
  replicates = 1000,
): ScalabilityBootstrap {
  requirePoints(points);
  const n = points.length;
  requireThat(
    n > PARAMETERS,
    `the bootstrap of a scalability fit needs at least ${PARAMETERS + 1} measurements, not ${n}`,
  );
  const law = fitLaw(points, Number.NEGATIVE_INFINITY);
  const fitted = points.map(({ users }) => scaledThroughput(law, users));
  const residuals = points.map(({ throughput }, i) => Math.log(throughput / (fitted[i] as number)));
  const mean = residuals.reduce((sum, residual) => sum + residual, 0) / n;
  const inflation = Math.sqrt(n / (n - PARAMETERS));
  const laws = Array.from({ length: replicates }, () =>
    fitLaw(
      points.map(({ users }, i) => {
        const drawn = ((residuals[Math.floor(random() * n)] as number) - mean) * inflation;
        return { users, throughput: (fitted[i] as number) * Math.exp(drawn) };
      }),
      Number.NEGATIVE_INFINITY,
    ),
  );
  return { laws, df: n - PARAMETERS };
}

/**
 * The interval of whatever is read off the law: α, β, the peak, the efficiency at some users. Wider
 * than the plain percentiles by as much as Student's t is than the normal distribution.
 *
 * @param read NaN could have been anything (see `percentileBounds`)
 * @returns the bounds in the unit of the reading, null where unbounded; those of α and β may lie below 0
 * @throws RangeError for a confidence outside of 0..1
 * @see T. C. Hesterberg, The American Statistician 69 (2015) (the expanded percentile interval)
 */
export function scalabilityInterval(
  { laws, df }: ScalabilityBootstrap,
  read: (law: UniversalScalability) => number,
  confidence = 0.95,
): [number | null, number | null] {
  requireConfidence(confidence);
  const tail = normalCdf(studentTQuantile((1 - confidence) / 2, df));
  return percentileBounds(Float64Array.from(laws, read), 1 - 2 * tail);
}

function requirePoints(points: readonly Throughput[]): void {
  for (const { users, throughput } of points) {
    requireThat(
      users >= 1 && Number.isFinite(users),
      `the number of users must be finite and at least 1, not ${users}`,
    );
    requirePositive(throughput, "a throughput");
  }
  const different = new Set(points.map(({ users }) => users)).size;
  requireThat(
    different >= PARAMETERS,
    `a scalability fit needs ${PARAMETERS} different numbers of users, not ${different}`,
  );
}
