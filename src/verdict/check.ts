import type { Check, Outcome } from "./result";

/** What came of a check: all but its name, and only what is known. */
export type Finding = Pick<Check, "verdict" | "message"> & Partial<Omit<Check, "id" | "title">>;

/** A check with every field that was not given set to null: suites state only what they know. */
export function check(given: Pick<Check, "id" | "title"> & Finding): Check {
  // Spelled out, so that every check in result.json has its keys in this order.
  return {
    id: given.id,
    title: given.title,
    verdict: given.verdict,
    observed: given.observed ?? null,
    limit: given.limit ?? null,
    direction: given.direction ?? null,
    baseline: given.baseline ?? null,
    interval: given.interval ?? null,
    unit: given.unit ?? null,
    n: given.n ?? null,
    message: given.message,
    hint: given.hint ?? null,
    evidence: given.evidence ?? [],
  };
}

/** A check that was not run, with the reason why. */
export function skipped(id: string, title: string, reason: string): Check {
  return check({ id, title, verdict: "skipped" satisfies Outcome, message: reason });
}
