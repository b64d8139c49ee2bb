import type { ReportConfig } from "../config/types";
import { EXIT } from "../errors";
import type { Verdict } from "../verdict/result";

/** The exit status is the gate: only a pass, or an inconclusive that the config lets through, is 0. */
export function exitStatusOf(
  verdict: Verdict,
  onInconclusive: ReportConfig["onInconclusive"],
  interrupted: boolean,
): number {
  if (interrupted) return EXIT.interrupted;
  const status: Record<Verdict, number> = {
    pass: EXIT.pass,
    fail: EXIT.fail,
    inconclusive: onInconclusive === "warn" ? EXIT.pass : EXIT.fail,
    error: EXIT.error,
  };
  return status[verdict];
}
