import { OUTCOME } from "../../load/outcomes";
import type { Recording } from "../../load/recording";
import type { SeenRun } from "./traffic/traffic-record";

/** Milliseconds from the intended start to the end of the answer, in order of arrival. */
export interface ResponseTimes {
  /** Infinity for what got no right answer: it is over every limit. */
  measured: Float64Array;
  /**
   * The same, less the longest delay of this machine's own around the request. A queue served in
   * order of arrival finishes no earlier when requests reach it late, and later by at most the
   * longest of those delays (Lindley's recursion), so the true time lies between the two.
   */
  credited: Float64Array;
}

export function responseTimes(run: SeenRun): ResponseTimes {
  const { intended, ended } = run.recording;
  const delay = ownDelays(run);
  const measured = measuredTimes(run.recording);
  const credited = measured.map((time, i) =>
    Math.max(0, time - delay(intended[i] as number, ended[i] as number)),
  );
  return { measured, credited };
}

/** Infinity for what got no right answer, or none yet. */
export function measuredTimes({ intended, ended, outcome }: Recording): Float64Array {
  return intended.map((at, i) =>
    outcome[i] === OUTCOME.right ? (ended[i] as number) - at : Number.POSITIVE_INFINITY,
  );
}

/** The longest of this machine's own delays around a request's start and its end, milliseconds. */
export type OwnDelay = (startMs: number, endMs: number) => number;

export function ownDelays(run: SeenRun): OwnDelay {
  const delays = longestDelays(run);
  const delayIn = (second: number) => delays[second] ?? 0;
  return (startMs, endMs) => {
    const start = secondOf(startMs);
    return Math.max(delayIn(start - 1), delayIn(start), delayIn(secondOf(endMs)));
  };
}

/** The latest dispatch or the longest stall of the thread in each second, milliseconds. */
function longestDelays({ recording: { intended, dispatched }, health }: SeenRun): number[] {
  const longest = Array.from(health.stallMs);
  for (let i = 0; i < intended.length; i++) {
    const late = (dispatched[i] as number) - (intended[i] as number);
    const second = secondOf(intended[i] as number);
    if (late > (longest[second] ?? 0)) longest[second] = late;
  }
  return longest;
}

function secondOf(ms: number): number {
  return Math.floor(ms / 1000);
}
