import { combine } from "../verdict/combine";
import type { Check, Series, SuiteName, SuiteResult } from "../verdict/result";
import type { SuiteContext } from "./types";

export interface StartedSuite {
  name: SuiteName;
  context: SuiteContext;
  startedMs: number;
  sentBefore: number;
}

export function startSuite(name: SuiteName, context: SuiteContext): StartedSuite {
  return {
    name,
    context,
    startedMs: context.clock.now(),
    sentBefore: sent(context),
  };
}

/**
 * A suite's result from its checks. `notAsked` makes it skipped; without any check it is an error,
 * because nothing was checked.
 */
export function finishSuite(
  started: StartedSuite,
  checks: Check[],
  notAsked: string | null = null,
  more: { requests?: number; series?: Series[] } = {},
): SuiteResult {
  const { context } = started;
  return {
    name: started.name,
    verdict: notAsked === null ? combine(checks.map(({ verdict }) => verdict)) : "skipped",
    reason: notAsked ?? reasonOf(checks),
    durationMs: Math.round(context.clock.now() - started.startedMs),
    requests: more.requests ?? sent(context) - started.sentBefore,
    checks,
    series: more.series ?? [],
  };
}

/** One sentence that says why a suite with these checks has its verdict. */
export function reasonOf(checks: readonly Check[]): string {
  const verdict = combine(checks.map((each) => each.verdict));
  const decisive = checks.filter((each) => each.verdict === verdict);
  const [first] = decisive;
  if (!first) return "nothing was checked";
  if (verdict === "pass") {
    const skipped = checks.length - decisive.length;
    return skipped === 0
      ? `all ${checks.length} checks passed`
      : `${decisive.length} checks passed, ${skipped} skipped`;
  }
  const others = decisive.length > 1 ? ` (and ${decisive.length - 1} more)` : "";
  // Titles say what should be: beside what was found, unquoted, one reads as a claim that it is so.
  const title = `"${first.title}"${verdict === "fail" ? " failed" : ""}`;
  return `${title}: ${verdict === "inconclusive" ? first.message : firstClause(first.message)}${others}`;
}

/** A reason is one sentence, with its brackets whole; the rest of the message stands with its check. */
function firstClause(message: string): string {
  return message.split(/; (?![^(]*\))|\. (?=[A-Z])/)[0] as string;
}

function sent({ candidate, baseline }: SuiteContext): number {
  return candidate.client.sent + (baseline?.client.sent ?? 0);
}
