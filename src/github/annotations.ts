import { listProblems } from "../report/list-problems";
import { visibleLine } from "../report/visible-text";
import type { GateResult } from "../verdict/result";
import type { Logger } from "./logger";

/** GitHub shows ten errors a step; the tenth is the step's own, which says the reason. */
const MOST = 9;
const LONGEST = 500;

/** One error annotation for each check that failed or could not be measured, failures first. */
export function annotate(result: GateResult, log: Logger): void {
  const problems = listProblems(result).filter(({ check }) => check.verdict !== "inconclusive");
  for (const { check } of problems.slice(0, MOST)) {
    log.error(visibleLine(check.message, LONGEST), `${check.id}: ${check.title}`);
  }
}
