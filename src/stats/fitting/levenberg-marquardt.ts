import { requireThat } from "../require-that";

export interface LeastSquaresProblem {
  start: readonly number[];
  /** Lower bound of each parameter, −Infinity where it is free. */
  lower: readonly number[];
  /** What is squared and summed, one an observation. */
  residuals: (parameters: readonly number[]) => number[];
  /** The derivatives of those, a row an observation, a column a parameter. */
  jacobian: (parameters: readonly number[]) => number[][];
}

export interface LeastSquaresFit {
  parameters: number[];
  sumOfSquares: number;
}

const CONVERGED = 1e-13;
const MOST_STEPS = 500;
const LARGEST_DAMPING = 1e16;
/** Next to the minimum a step that gains its last digits no longer shows in the sum. */
const ROUNDING = 1e-13;

/**
 * The parameters, within their lower bounds, that minimise Σ residual², from a start that is good
 * enough: Marquardt's damped Gauss–Newton steps, each projected onto the bounds. A parameter that
 * lies on its bound and is pushed outwards is held there for the step.
 *
 * @throws RangeError where the residuals at the start are not finite
 * @see D. W. Marquardt, SIAM Journal on Applied Mathematics 11 (1963); C. Kanzow, N. Yamashita and
 *   M. Fukushima, Journal of Computational and Applied Mathematics 172 (2004) (bounds)
 */
export function levenbergMarquardt(problem: LeastSquaresProblem): LeastSquaresFit {
  const clip = (parameters: number[]): number[] =>
    parameters.map((value, i) => Math.max(value, problem.lower[i] as number));
  let at = clip([...problem.start]);
  let residuals = problem.residuals(at);
  let sumOfSquares = squares(residuals);
  requireThat(
    Number.isFinite(sumOfSquares),
    "a least-squares fit needs a start with finite residuals",
  );
  let damping = 1e-3;
  for (let step = 0; step < MOST_STEPS && damping < LARGEST_DAMPING; step++) {
    const move = dampedStep(problem, at, residuals, damping);
    if (move === null) {
      damping *= 10;
      continue;
    }
    const next = clip(at.map((value, i) => value + (move[i] as number)));
    const nextResiduals = problem.residuals(next);
    const nextSum = squares(nextResiduals);
    // Also false for NaN: a step beyond where the model is defined is shortened.
    if (!(nextSum <= sumOfSquares * (1 + ROUNDING))) {
      damping *= 10;
      continue;
    }
    const converged = next.every(
      (value, i) => Math.abs(value - (at[i] as number)) <= CONVERGED * Math.abs(value),
    );
    at = next;
    residuals = nextResiduals;
    sumOfSquares = nextSum;
    damping = Math.max(damping / 10, 1e-12);
    if (converged) break;
  }
  return { parameters: at, sumOfSquares };
}

function squares(residuals: readonly number[]): number {
  return residuals.reduce((sum, residual) => sum + residual * residual, 0);
}

/** δ of (JᵀJ + λ·diag JᵀJ)·δ = −Jᵀr for the parameters that may move; null where that is singular. */
function dampedStep(
  { jacobian, lower }: LeastSquaresProblem,
  at: readonly number[],
  residuals: readonly number[],
  damping: number,
): number[] | null {
  const rows = jacobian(at);
  const product = (i: number, j: number): number =>
    rows.reduce((sum, row) => sum + (row[i] as number) * (row[j] as number), 0);
  const gradient = at.map((_, i) =>
    rows.reduce((sum, row, observation) => {
      return sum + (row[i] as number) * (residuals[observation] as number);
    }, 0),
  );
  const moving = at.flatMap((value, i) => {
    const heldAtBound = value === lower[i] && (gradient[i] as number) >= 0;
    return heldAtBound || product(i, i) === 0 ? [] : [i];
  });
  // Parameters in units of their own effect, so that the matrix has a diagonal of one.
  const scale = moving.map((i) => 1 / Math.sqrt(product(i, i)));
  const matrix = moving.map((i, a) =>
    moving.map(
      (j, b) =>
        product(i, j) * (scale[a] as number) * (scale[b] as number) + (a === b ? damping : 0),
    ),
  );
  const solution = solve(
    matrix,
    moving.map((i, a) => -(gradient[i] as number) * (scale[a] as number)),
  );
  if (solution === null) return null;
  const step = at.map(() => 0);
  moving.forEach((i, a) => {
    step[i] = (solution[a] as number) * (scale[a] as number);
  });
  return step;
}

/** By Cholesky's decomposition; null where the matrix is not positive definite. */
function solve(matrix: number[][], right: number[]): number[] | null {
  const n = right.length;
  const factor = matrix.map((row) => row.map(() => 0));
  const at = (i: number, j: number): number => (factor[i] as number[])[j] as number;
  const dot = (i: number, j: number, length: number): number => {
    let sum = 0;
    for (let k = 0; k < length; k++) sum += at(i, k) * at(j, k);
    return sum;
  };
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const rest = ((matrix[i] as number[])[j] as number) - dot(i, j, j);
      (factor[i] as number[])[j] = rest / at(j, j);
    }
    const pivot = ((matrix[i] as number[])[i] as number) - dot(i, i, i);
    if (!(pivot > 0)) return null;
    (factor[i] as number[])[i] = Math.sqrt(pivot);
  }
  const solution = [...right];
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++)
      solution[i] = (solution[i] as number) - at(i, k) * (solution[k] as number);
    solution[i] = (solution[i] as number) / at(i, i);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++)
      solution[i] = (solution[i] as number) - at(k, i) * (solution[k] as number);
    solution[i] = (solution[i] as number) / at(i, i);
  }
  return solution;
}
