import { OUTCOME } from "../../load/outcomes";
import type { Finding } from "../../verdict/check";
import type { TrafficRecord } from "./traffic/traffic-record";

/** What a stage that was given up says: the check of errors fails, and the rest has nothing to judge. */
export function describeUnanswered(
  { run, evidence }: Pick<TrafficRecord, "run" | "evidence">,
  limit: number | null,
): { found: Finding; because: string } {
  const ended = run.recording.outcome.filter((outcome) => outcome !== OUTCOME.open).length;
  const why = run.specimens[0]?.reason ?? "no answer";
  return {
    found: {
      verdict: "fail",
      observed: 1,
      limit,
      direction: "at-most",
      unit: "share",
      n: ended,
      message: `the load was ended: none of the first ${ended} requests was answered (${why})`,
      evidence,
    },
    because: `not judged: none of the first ${ended} requests was answered`,
  };
}
