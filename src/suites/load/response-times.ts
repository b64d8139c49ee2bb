import type { LoadRun } from "../../load/open-loop";
import { OUTCOME } from "../../load/outcomes";
import type { Recording } from "../../load/recording";

/** Milliseconds from the intended start to the end of the answer, in order of arrival. */
export interface ResponseTimes {
  /** Infinity for what got no right answer: it is over every limit. */
  measured: Float64Array;
  /**
   * The same, less what this machine's own stalls can have added: a lower bound. A queue served in
   * order of arrival finishes no earlier when requests reach it late, and later by at most the
   * longest delay (Lindley's recursion), so the true time lies between the two.
   */
  credited: Float64Array;
}

export function responseTimes({ recording, health }: LoadRun): ResponseTimes {
  const lateness = longestLateness(recording);
  const measured = recording.intended.map((intended, i) =>
    recording.outcome[i] === OUTCOME.right
      ? (recording.ended[i] as number) - intended
      : Number.POSITIVE_INFINITY,
  );
  const stallAround = (second: number) =>
    Math.max(
      ...[second - 1, second].map((s) => Math.max(health.stallMs[s] ?? 0, lateness[s] ?? 0)),
    );
  const credited = measured.map((time, i) => {
    const second = Math.floor((recording.intended[i] as number) / 1000);
    return Math.max(0, time - stallAround(second));
  });
  return { measured, credited };
}

/** The latest dispatch in each second of the schedule, milliseconds. */
function longestLateness({ intended, dispatched }: Recording): number[] {
  const longest: number[] = [];
  for (let i = 0; i < intended.length; i++) {
    const late = (dispatched[i] as number) - (intended[i] as number);
    const second = Math.floor((intended[i] as number) / 1000);
    if (late > (longest[second] ?? 0)) longest[second] = late;
  }
  return longest;
}
