import { OUTCOME } from "../../load/outcomes";
import { check } from "../../verdict/check";
import { judgeShare } from "../../verdict/judge-share";
import type { Check } from "../../verdict/result";
import type { CheckName } from "./check-name";
import { sizeOf, sum } from "./indicator";
import type { TrafficRecord } from "./traffic/traffic-record";

/** What becomes of a request, in words that follow a number; in the order in which they are told. */
const FAULT_WORDS: readonly [outcome: number, words: string][] = [
  [OUTCOME.wrong, "answered wrongly"],
  [OUTCOME.refused, "answered with an error status"],
  [OUTCOME.timedOut, "not answered in time"],
  [OUTCOME.broken, "broken off"],
  [OUTCOME.dropped, "not sent because too many were in flight"],
];

export interface ErrorsQuestion {
  name: CheckName;
  record: TrafficRecord;
  /** Null where it is only told. */
  limit: number | null;
}

/**
 * The share of requests without a right answer, whatever the cause. All requests count, those of the
 * warm-up too: being new excuses slowness, not errors.
 */
export function judgeErrors({ name, record, limit }: ErrorsQuestion): Check {
  const { run, evidence } = record;
  const bad = run.recording.outcome
    .filter((outcome) => outcome !== OUTCOME.open)
    .map((outcome) => (outcome === OUTCOME.right ? 0 : 1));
  const count = sum(bad);
  const found = [
    `${count} of ${bad.length} requests had no right answer`,
    ...describeFaults(record),
  ];
  const shared = { ...name, unit: "share", n: bad.length } as const;
  if (limit === null) {
    const observed = bad.length === 0 ? null : count / bad.length;
    const message = ["no limit named", ...found].join("; ");
    return check({ ...shared, verdict: "skipped", observed, message });
  }
  const judged = judgeShare({
    count,
    n: bad.length,
    limit,
    direction: "at-most",
    what: "requests",
    effectiveSize: sizeOf(bad),
  });
  return check({
    ...shared,
    ...judged,
    limit,
    direction: "at-most",
    message: [...found, judged.message].join("; "),
    evidence,
  });
}

function describeFaults({ run }: TrafficRecord): string[] {
  return FAULT_WORDS.flatMap(([outcome, words]) => {
    const count = run.recording.outcome.filter((each) => each === outcome).length;
    const first = run.specimens.find((specimen) => specimen.outcome === outcome);
    return count === 0 ? [] : [`${count} ${words}${first ? ` (${first.reason})` : ""}`];
  });
}
