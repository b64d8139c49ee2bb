import { studentTQuantile } from "../../../stats/distributions/student-t";
import type { FittedScalability } from "./scalability-law";
import type { UserReading } from "./user-reading";

/** Both bounds one-sided at 95 %: the verdict is made with one of them. */
const CONFIDENCE = 0.95;

export interface Efficiency {
  /** X(N)/(N·X(1)): 1 where so many users get as much as if each were alone. */
  ratio: number;
  /** Null where there are no two runs of any number of users to see how they differ. */
  interval: [number, number] | null;
}

/** Throughput of a single user, with the number of runs it is the mean of. */
export interface SingleUser {
  throughput: number;
  runs: number;
}

/**
 * The throughput of so many users over what they would have if each were alone, from its replicates:
 * no model is in it, which could be wrong for the endpoint, as the law of scalability is for one with a
 * fixed number of workers. The spread of replicates about their own mean is taken relative and from all
 * numbers of users together, since three values hardly show theirs; the bounds are Student's, of the logarithm.
 */
export function efficiencyAt(
  readings: readonly UserReading[],
  users: number,
  single: SingleUser,
): Efficiency {
  const own = readings.filter((reading) => reading.users === users);
  const ratio = mean(own) / (users * single.throughput);
  const { variance, freedom } = relativeSpread(readings);
  if (freedom === 0) return { ratio, interval: null };
  const error = Math.sqrt(variance * (1 / own.length + 1 / single.runs));
  const factor = Math.exp(studentTQuantile(CONFIDENCE, freedom) * error);
  return { ratio, interval: [ratio / factor, ratio * factor] };
}

/** Of a single user, as measured; where none was, as the law has it. */
export function singleUser(
  sound: readonly UserReading[],
  fitted: FittedScalability | null,
): SingleUser | null {
  const own = sound.filter(({ users }) => users === 1);
  if (own.length > 0) return { throughput: mean(own), runs: own.length };
  if (fitted === null) return null;
  const fewest = Math.min(...sound.map(({ users }) => users));
  const runs = sound.filter(({ users }) => users === fewest).length;
  return { throughput: fitted.law.gamma, runs };
}

export function mean(readings: readonly UserReading[]): number {
  return readings.reduce((sum, { throughput }) => sum + throughput, 0) / readings.length;
}

/** The variance of throughput over its mean, pooled over all numbers of users. */
function relativeSpread(readings: readonly UserReading[]): { variance: number; freedom: number } {
  const groups = [...new Set(readings.map(({ users }) => users))].map((users) =>
    readings.filter((reading) => reading.users === users),
  );
  let [squares, freedom] = [0, 0];
  for (const group of groups) {
    const middle = mean(group);
    for (const { throughput } of group) squares += (throughput / middle - 1) ** 2;
    freedom += group.length - 1;
  }
  return { variance: freedom === 0 ? 0 : squares / freedom, freedom };
}
