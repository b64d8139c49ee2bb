import { ROLL_BACK_EVIDENCE } from "../../stats/sequential/canary-e-process";
import { check } from "../../verdict/check";
import type { Check } from "../../verdict/result";
import { EVIDENCE_LIMIT, showEvidence, shownEvidence } from "./error-evidence";

export const ROLLBACK = {
  id: "canary/rollback",
  title: "No rollback was needed",
} as const;

/** How a rollout ended. */
export interface Ended {
  how: "passed" | "rolled back" | "undecided" | "stopped";
  why: string;
}

/** What was done with the split of the user's router, and what came of it. */
export interface Driven {
  did: "rolled back" | "kept";
  /** Why the program that was to roll back did not; null where it did, or was not run. */
  failure: string | null;
}

const VERDICTS: Readonly<Record<Ended["how"], "pass" | "fail" | "inconclusive" | "error">> = {
  passed: "pass",
  "rolled back": "fail",
  undecided: "inconclusive",
  stopped: "error",
};

/** Without a split of the user's that was moved (`driven` is null) it says what would have to be done. */
export function judgeRollback(
  { how, why }: Ended,
  driven: Driven | null,
  evidenceLog: number,
): Check {
  const failure = driven?.failure ?? null;
  if (failure !== null) {
    return check({
      ...ROLLBACK,
      verdict: "error",
      message: `THE ROLLBACK FAILED: ${failure}. The router may still send requests to the candidate. It was to be rolled back because ${why}`,
      hint: "Roll the split back by hand, now; then mend canary.drive.rollback.",
    });
  }
  // Where something else was the reason, the evidence would only confuse beside the verdict.
  const decides = how === "passed" || evidenceLog >= EVIDENCE_LIMIT;
  return check({
    ...ROLLBACK,
    ...(decides ? measureOf(evidenceLog) : {}),
    verdict: VERDICTS[how],
    message: [
      `${describe(how, driven)}: ${why}`,
      `evidence of too many errors: ${showEvidence(evidenceLog)}, from 20 on it is rolled back`,
    ].join("; "),
  });
}

/** The e-value, as the message and the chart have it. */
function measureOf(evidenceLog: number) {
  return {
    observed: shownEvidence(evidenceLog),
    limit: ROLL_BACK_EVIDENCE,
    direction: "at-most",
    unit: "score",
  } as const;
}

function describe(how: Ended["how"], driven: Driven | null): string {
  if (driven) {
    return driven.did === "kept" ? "the split was kept as it was" : "the split was rolled back";
  }
  return {
    passed: "nothing to roll back",
    "rolled back": "the canary is to be rolled back",
    undecided: "neither to advance nor to roll back",
    stopped: "nothing was decided",
  }[how];
}
