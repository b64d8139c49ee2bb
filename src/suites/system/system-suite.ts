import { asInfergateError, InfergateError } from "../../errors";
import { check, skipped } from "../../verdict/check";
import type { Check, SuiteResult } from "../../verdict/result";
import { finishSuite, startSuite } from "../finish-suite";
import type { SuiteContext } from "../types";
import type { Finding, SystemCheck } from "./check-types";
import { SYSTEM_CHECKS } from "./checks";
import { AnswerProblem, createSession, type SystemSession } from "./session";

const LEVELS = ["smoke", "standard", "strict"] as const;

/** After this many requests in a row without any answer the rest would only wait for the same. */
const MOST_BROKEN_IN_A_ROW = 3;

export async function systemSuite(context: SuiteContext): Promise<SuiteResult> {
  const started = startSuite("system", context);
  const config = context.config.system;
  if (!config) return finishSuite(started, [], "system: off in the config");
  const session = createSession(context, config);
  const wanted = SYSTEM_CHECKS.filter(
    ({ level }) => LEVELS.indexOf(level) <= LEVELS.indexOf(config.level),
  );
  const checks: Check[] = [];
  for (const [index, entry] of wanted.entries()) {
    context.progress("system", index, wanted.length, entry.title);
    checks.push(await runCheck(entry, session));
  }
  return finishSuite(started, checks);
}

async function runCheck(entry: SystemCheck, session: SystemSession): Promise<Check> {
  const id = `system/${entry.id}`;
  const { context, config } = session;
  if (config.skip.includes(entry.id)) return skipped(id, entry.title, "named in system.skip");
  if (context.signal.aborted)
    return check({
      id,
      title: entry.title,
      verdict: "error",
      message: `not run: ${context.whyStopped()}`,
    });
  if (session.brokenInARow >= MOST_BROKEN_IN_A_ROW) {
    const why = `not run: ${session.brokenInARow} requests in a row got no answer`;
    return skipped(id, entry.title, why);
  }
  const finding =
    session.rows.length < entry.needsRows
      ? tooFewRows(entry, session)
      : await tryRun(entry, session);
  return check({ id, title: entry.title, ...finding });
}

/** An input that cannot be had is no reason for green. */
function tooFewRows(entry: SystemCheck, session: SystemSession): Finding {
  const have = session.rows.length;
  return {
    verdict: "inconclusive",
    message:
      have === 0
        ? "no input to send: none could be made from the model's metadata"
        : `needs ${entry.needsRows} rows, but there is ${have}`,
    hint: "Give some: data: { file: rows.csv }",
  };
}

async function tryRun(entry: SystemCheck, session: SystemSession): Promise<Finding> {
  try {
    return await entry.run(session);
  } catch (error) {
    const { signal, whyStopped } = session.context;
    if (signal.aborted) return { verdict: "error", message: whyStopped() };
    if (error instanceof AnswerProblem) {
      return {
        verdict: "fail",
        message: `a good request failed: ${error.message}`,
        evidence: error.evidence,
      };
    }
    const { family, message, hint } = asInfergateError(error);
    if (family === "answer") return { verdict: "fail", message, hint };
    if (family === "endpoint") return { verdict: "error", message, hint };
    throw error instanceof InfergateError ? error : asInfergateError(error);
  }
}
