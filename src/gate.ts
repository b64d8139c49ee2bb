import { InfergateError } from "./errors";
import { assembleResult } from "./run/assemble-result";
import { exitStatusOf } from "./run/exit-status";
import { withOpenRun } from "./run/open-run";
import type { GateOptions, GateOutcome } from "./run/options";
import { redactResult } from "./run/redact-result";
import { runSuites } from "./run/run-suites";
import { suitesOfUnusableCandidate } from "./run/unusable-candidate";
import { writeReport } from "./run/write-report";

/** Config → endpoints → suites → verdict → report. */
export function runGate(options: GateOptions): Promise<GateOutcome> {
  return withOpenRun(options, async (run) => {
    const { context, prepared, endpoint, baseline } = run;
    const suites =
      context instanceof InfergateError
        ? suitesOfUnusableCandidate(prepared.suites, context)
        : await runSuites(prepared.suites, context, options.progress);
    const { report } = prepared.config;
    const result = redactResult(
      assembleResult(run.info(), endpoint, baseline, suites),
      run.redactor,
    );
    return {
      result,
      exitStatus: exitStatusOf(result.verdict, report.onInconclusive, options.signal.aborted),
      files: await writeReport(result, run.folder),
      commentMode: report.comment,
    };
  });
}
