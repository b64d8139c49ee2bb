import { OUTCOME } from "../../../load/outcomes";
import { littlesLawDeviation } from "../../../stats/load/littles-law";
import { describeGeneratorFaults, findGeneratorFaults } from "../generator-faults";
import type { SeenRun } from "../traffic/traffic-record";

/** What one number of users showed in one run. */
export interface UserReading {
  users: number;
  /** Right answers a second. */
  throughput: number;
  /** Mean of all answers, milliseconds. */
  responseMs: number;
  /** Right answers that it was made from. */
  answers: number;
  /** Of its requests in order, 1 for each without a right answer. */
  failed: Uint8Array;
  /** How far the load was from Little's law, as a share: 0 where as many were at it as there are users. */
  deviation: number;
  /** How far it may be, by the rule and by the chance that is in pauses. */
  mostDeviation: number;
  /** Why nothing can be told of the endpoint; null where something can. */
  fault: string | null;
}

/** So far may the load be from Little's law. */
const MOST_DEVIATION = 0.05;

/** At the start users come together for the first time, and connections are opened. */
const WARM_UP = 0.2;

/**
 * Throughput and response time of a closed load within its window. A request counts by the part of
 * its time that lies in the window: whole requests alone would be off by one in twenty, where
 * twenty fit in.
 */
export function readUsers(
  run: SeenRun,
  { users, forMs, thinkMs }: { users: number; forMs: number; thinkMs: number },
): UserReading {
  const { intended, ended, outcome } = run.recording;
  const toMs = Math.min(forMs, lastBegun(run));
  const fromMs = WARM_UP * toMs;
  const failed: number[] = [];
  let [right, all, busyMs, answers] = [0, 0, 0, 0];
  for (let i = 0; i < intended.length; i++) {
    const [begun, over] = [intended[i] as number, ended[i] as number];
    const withinMs = Math.min(over, toMs) - Math.max(begun, fromMs);
    // NaN where it never ended.
    if (!(withinMs > 0)) continue;
    const part = withinMs / (over - begun);
    busyMs += withinMs;
    all += part;
    failed.push(outcome[i] === OUTCOME.right ? 0 : 1);
    if (outcome[i] !== OUTCOME.right) continue;
    right += part;
    answers += 1;
  }
  const seconds = (toMs - fromMs) / 1000;
  const perSecond = (count: number) => (seconds > 0 ? count / seconds : 0);
  const responseMs = all === 0 ? 0 : busyMs / all;
  const faults = findGeneratorFaults({ run, plannedMs: null, tightestMs: null });
  return {
    users,
    throughput: perSecond(right),
    responseMs,
    answers,
    failed: Uint8Array.from(failed),
    deviation: littlesLawDeviation(users, perSecond(all), responseMs / 1000, thinkMs / 1000),
    mostDeviation: MOST_DEVIATION + pausesMayDiffer(thinkMs, responseMs, all),
    fault: faults.problems.length > 0 ? describeGeneratorFaults(faults) : null,
  };
}

/** Twice the standard error of the mean of so many exponential pauses, as a share of the whole cycle. */
function pausesMayDiffer(thinkMs: number, responseMs: number, pauses: number): number {
  return pauses === 0 ? 0 : (2 * thinkMs) / (thinkMs + responseMs) / Math.sqrt(pauses);
}

/** A run that reached its largest number of requests was over before its time. */
function lastBegun({ recording: { intended }, stopped }: SeenRun): number {
  if (intended.length < MOST_REQUESTS && stopped === null) return Number.POSITIVE_INFINITY;
  return intended.reduce((last, at) => (Number.isNaN(at) ? last : Math.max(last, at)), 0);
}

/** Of one run; beyond that its throughput is known, and its record only takes memory. */
export const MOST_REQUESTS = 200_000;
