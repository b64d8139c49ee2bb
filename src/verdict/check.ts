import type { Check, Outcome } from "./result";

/** A check with every field that was not given set to null: suites state only what they know. */
export function check(
  given: Pick<Check, "id" | "title" | "verdict" | "message"> & Partial<Check>,
): Check {
  return {
    observed: null,
    limit: null,
    direction: null,
    baseline: null,
    interval: null,
    unit: null,
    n: null,
    hint: null,
    evidence: [],
    ...given,
  };
}

/** A check that was not run, with the reason why. */
export function skipped(id: string, title: string, reason: string): Check {
  return check({ id, title, verdict: "skipped" satisfies Outcome, message: reason });
}
