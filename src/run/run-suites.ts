import { asInfergateError, EXIT, EXIT_OF_FAMILY } from "../errors";
import type { ProgressReport } from "../report/progress";
import { SUITES } from "../suites";
import type { SuiteContext } from "../suites/types";
import type { SuiteName, SuiteResult } from "../verdict/result";

/**
 * Runs the suites one after the other, so that none measures the others' load. A suite that throws
 * is an error with its reason, and the rest still runs: one defect must not hide the other findings.
 */
export async function runSuites(
  names: readonly SuiteName[],
  context: SuiteContext,
  progress: ProgressReport,
): Promise<SuiteResult[]> {
  const results: SuiteResult[] = [];
  for (const name of names) {
    if (context.signal.aborted) {
      results.push(errorSuite(name, `not run: ${context.whyStopped()}`));
      continue;
    }
    progress.suiteStarted(name);
    const result = await runSuite(name, { ...context, finished: [...results] });
    progress.suiteDone(result);
    results.push(result);
  }
  return results;
}

async function runSuite(name: SuiteName, context: SuiteContext): Promise<SuiteResult> {
  const suite = SUITES[name];
  if (!suite) return errorSuite(name, "this version has no such suite");
  try {
    return await suite(context);
  } catch (thrown) {
    const error = asInfergateError(thrown);
    // Rows that do not fit the model are the user's to mend, not a verdict on the endpoint.
    if (EXIT_OF_FAMILY[error.family] === EXIT.usage) throw error;
    return errorSuite(name, [error.message, error.hint].filter(Boolean).join(". "));
  }
}

function errorSuite(name: SuiteName, reason: string): SuiteResult {
  return { name, verdict: "error", reason, durationMs: 0, requests: 0, checks: [], series: [] };
}
