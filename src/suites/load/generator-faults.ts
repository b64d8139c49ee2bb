import { OUTCOME } from "../../load/outcomes";
import type { Recording } from "../../load/recording";
import { formatMeasure } from "../../report/format-measure";
import { quantile } from "../../stats/percentile";
import type { Finding } from "../../verdict/check";
import { lackOfRoom, readDropped } from "./dropped-requests";
import type { SeenRun } from "./traffic/traffic-record";

const LEAST_ACHIEVED = 0.99;
const MOST_UTILISATION = 0.7;
/** A thread that is busy half of the time may itself be why requests piled up to the cap. */
const MOST_UTILISATION_WITH_DROPS = 0.5;
/** Requests that leave late leave together; of what may be in flight they must not take much. */
const MOST_TOGETHER = 0.5;
const MOST_LATENESS_MS = 50;
const MOST_LATENESS_OF_LIMIT = 0.05;
/** Of many shards that could not keep up, so many are told of. */
const MOST_NAMED = 3;

export interface GeneratorQuestion {
  run: SeenRun;
  /** The end of the schedule, milliseconds; null for a closed one, which is late for nobody. */
  plannedMs: number | null;
  /** The tightest limit on a time that will be judged from the run, milliseconds; null for none. */
  tightestMs: number | null;
}

export interface GeneratorFindings {
  /** Why nothing about the endpoint can be told from the run; empty where something can. */
  problems: string[];
  /** How late requests left, 99th percentile, and how late they may leave, milliseconds. */
  lateMs: number;
  mostLateMs: number;
  /** How busy its thread was, in words. */
  busy: string;
  /** Requests that were sent or dropped. */
  n: number;
  /** What this machine can send, per second; null where nobody asked. */
  ceiling: number | null;
}

/**
 * Whether the load was the one that was planned and its times the endpoint's own.
 *
 * Being a few milliseconds late is no fault, though a shared machine is late by ten at times:
 * lateness is inside every time measured, so it cannot make a limit look met, and a limit that looks
 * missed is judged once more without it (`judge-percentile.ts`). Requests that leave later than the
 * limits here do make another load than the one planned.
 */
export function findGeneratorFaults(question: GeneratorQuestion): GeneratorFindings {
  const { machines } = question.run;
  if (machines === undefined) return findOwnFaults(question);
  return worstOf(machines.map((run) => findOwnFaults({ ...question, run })));
}

/** One machine that could not keep up has made another load than the one planned, whatever the others did. */
function worstOf(all: readonly GeneratorFindings[]): GeneratorFindings {
  const latest = all.reduce((worst, one) => (one.lateMs > worst.lateMs ? one : worst));
  const faulty = all.flatMap(({ problems }, i) =>
    problems.length === 0 ? [] : [`shard ${i + 1}: ${problems.join(", ")}`],
  );
  const named = faulty.slice(0, MOST_NAMED);
  const more = faulty.length - named.length;
  return {
    ...latest,
    problems: more > 0 ? [...named, `and ${more} more shards likewise`] : named,
    n: all.reduce((sum, { n }) => sum + n, 0),
  };
}

function findOwnFaults(question: GeneratorQuestion): GeneratorFindings {
  const { run, plannedMs, tightestMs } = question;
  const lateness = handlingDelays(run.recording);
  const lateMs = lateness.length === 0 ? 0 : quantile(lateness, 0.99);
  const mostLateMs = Math.max(MOST_LATENESS_MS, MOST_LATENESS_OF_LIMIT * (tightestMs ?? 0));
  const exhausted = count(run, OUTCOME.exhausted);
  const achieved = plannedMs === null ? 1 : shareInTime(run, plannedMs + mostLateMs);
  const { utilisation, delayP99Ms } = run.health;
  const busy = `its thread was busy ${percent(utilisation)} of the time`;
  const problems = [
    exhausted > 0 && `this machine had nothing left to open ${exhausted} connections with`,
    achieved < LEAST_ACHIEVED && `it sent only ${percent(achieved)} of the requests in their time`,
    exceeds(utilisation, MOST_UTILISATION) && `${busy} (at most ${percent(MOST_UTILISATION)})`,
    ...ownDrops(run, { lateMs, busy }),
    exceeds(lateMs, mostLateMs) &&
      `requests left up to ${ms(lateMs)} late (p99, at most ${ms(mostLateMs)})`,
    exceeds(delayP99Ms, mostLateMs) && `its thread stalled for ${ms(delayP99Ms)} (p99)`,
  ].filter((problem) => problem !== false);
  const ceiling = run.ceiling ?? null;
  return { problems, lateMs, mostLateMs, busy, n: lateness.length, ceiling };
}

/**
 * Requests are dropped because those in flight take long, and that is the endpoint's; unless this
 * machine was too busy to see them answered, was asked for more than it could ever send, which it drops
 * cheaply, sent at once what was due one by one, or may not have as many in flight as the rate takes.
 */
function ownDrops(run: SeenRun, { lateMs, busy }: Pick<GeneratorFindings, "lateMs" | "busy">) {
  const found = readDropped(run.recording);
  const { count: dropped, rate, mostInFlight } = found;
  if (dropped === 0) return [];
  const { unloadedMs = 0 } = run;
  const needed = lackOfRoom(found, unloadedMs);
  const together = (lateMs * rate) / 1000;
  const { ceiling = Number.POSITIVE_INFINITY } = run;
  return [
    exceeds(run.health.utilisation, MOST_UTILISATION_WITH_DROPS) &&
      `it dropped ${dropped} requests while ${busy}`,
    exceeds(rate, ceiling) &&
      `it dropped ${dropped} requests of ${toPrecision(rate)}/s, which is more than it can send`,
    needed !== null &&
      `it dropped ${dropped} requests, since answers that take ${ms(unloadedMs)} even alone need ${needed} in flight at ${toPrecision(rate)}/s, and ${mostInFlight} may be (max_in_flight)`,
    exceeds(together, MOST_TOGETHER * mostInFlight) &&
      `it dropped ${dropped} requests where they left up to ${ms(lateMs)} late (p99), and so ${toPrecision(together)} together where ${mostInFlight} may be in flight (max_in_flight)`,
  ];
}

/** What was not measured is not known to be within its limit. */
function exceeds(measured: number, most: number): boolean {
  return !(measured <= most);
}

/** What every check of a stage says where the generator was the limit. */
export function describeGeneratorFaults({ problems, ceiling }: GeneratorFindings): string {
  const most =
    ceiling === null
      ? []
      : [`this machine sends at most about ${toPrecision(ceiling)}/s of such requests`];
  return `the generator was the limit: ${[...problems, ...most].join("; ")}`;
}

/** Two digits: it is a rough figure. */
function toPrecision(rate: number): string {
  return String(Number(rate.toPrecision(2)));
}

export const QUIETER = "Run the gate on a quieter or larger machine.";

/** What a check says that rests on a run where the generator was the limit; null where it was not. */
export function judgeGeneratorFaults(question: GeneratorQuestion): Finding | null {
  const faults = findGeneratorFaults(question);
  if (faults.problems.length === 0) return null;
  const message = `not judged: ${describeGeneratorFaults(faults)}`;
  return { verdict: "error", message, hint: QUIETER };
}

/** How late each request was sent or dropped, ascending; those never come to are left out. */
function handlingDelays(recording: Recording): Float64Array {
  return recording.intended
    .map((at, i) => handledAt(recording, i) - at)
    .filter((delay) => !Number.isNaN(delay))
    .sort();
}

/** Of the requests of the schedule, those handled before its end. A run that was stopped has no such end. */
function shareInTime({ recording, stopped }: SeenRun, endMs: number): number {
  const { intended } = recording;
  if (stopped !== null || intended.length === 0) return 1;
  const inTime = intended.reduce(
    (sum, _, i) => sum + (handledAt(recording, i) <= endMs ? 1 : 0),
    0,
  );
  return inTime / intended.length;
}

function handledAt({ outcome, ended, dispatched }: Recording, index: number): number {
  return (outcome[index] === OUTCOME.dropped ? ended[index] : dispatched[index]) as number;
}

function count({ recording }: SeenRun, wanted: number): number {
  return recording.outcome.reduce((sum, outcome) => sum + (outcome === wanted ? 1 : 0), 0);
}

function percent(share: number): string {
  return formatMeasure(share, "share");
}

function ms(value: number): string {
  return formatMeasure(value, "ms");
}
