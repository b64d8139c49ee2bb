import { plainText } from "../report/plain-text";
import { createProgress, type ProgressReport } from "../report/progress";
import { renderTerminal } from "../report/render-terminal";
import type { GateResult } from "../verdict/result";
import type { CommandIo } from "./command-io";

export interface View {
  progress: ProgressReport;
  log(line: string): void;
  showResult(result: GateResult, files: readonly string[]): void;
}

const DEFAULT_COLUMNS = 100;
const SILENT: ProgressReport = { suiteStarted() {}, advance() {}, suiteDone() {} };

/** What people see: progress on standard error, the report on standard output. */
export function createView({ stdout, stderr, env }: CommandIo, quiet: boolean): View {
  const columns = (output: typeof stdout) => output.columns ?? DEFAULT_COLUMNS;
  return {
    progress: quiet
      ? SILENT
      : createProgress({
          write: (text) => stderr.write(text),
          isTerminal: stderr.isTTY === true,
          now: () => performance.now(),
          columns: columns(stderr),
        }),
    log(line) {
      if (!quiet) stderr.write(`${plainText(line)}\n`);
    },
    showResult(result, files) {
      if (quiet) stdout.write(`${result.verdict}: ${plainText(result.reason)}\n`);
      else
        stdout.write(
          renderTerminal(result, {
            colour: wantsColour(stdout, env),
            columns: columns(stdout),
            files,
          }),
        );
    },
  };
}

/** https://no-color.org and https://force-color.org */
function wantsColour(output: CommandIo["stdout"], env: CommandIo["env"]): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0";
  return output.isTTY === true && env.TERM !== "dumb";
}
