import { check } from "../../verdict/check";
import type { Check, SuiteResult, Verdict } from "../../verdict/result";
import { finishSuite, startSuite } from "../finish-suite";
import type { SuiteContext } from "../types";
import { judgeAgreement, judgeErrors, judgeSlowdown } from "./judge-shadow";
import { type Replay, replayPairs } from "./replay-pairs";

/** The same inputs to candidate and baseline: do they agree, and is the candidate as fast? */
export async function shadowSuite(context: SuiteContext): Promise<SuiteResult> {
  const started = startSuite("shadow", context);
  const { shadow } = context.config;
  if (!shadow) return finishSuite(started, [], "no baseline to compare with");
  const all = (verdict: Verdict, message: string, hint: string | null = null) =>
    finishSuite(started, [
      check({
        id: "shadow/agreement",
        title: "Candidate and baseline agree on the same inputs",
        verdict,
        message,
        hint,
      }),
    ]);
  if (!context.baseline) {
    return all(
      "error",
      `nothing to compare with: ${context.baselineProblem ?? "there is no baseline"}`,
    );
  }
  if (context.inputs.length === 0) {
    return all(
      "error",
      "no input to send: none could be made from the model's metadata",
      "Give some: data: { file: rows.csv }",
    );
  }
  const replay = await replayPairs(context, context.baseline, shadow.requests);
  const stopped = stoppedShort(replay);
  if (stopped && stopped.verdict === "error") return all("error", stopped.message);
  const { pairs } = replay;
  const errors = judgeErrors(pairs, shadow, context);
  // Five answers in a row that never came are a fail, whatever the share of so few pairs can prove.
  if (stopped)
    return finishSuite(started, [{ ...errors, ...stopped }, ...notJudged(stopped.message)]);
  return finishSuite(started, [
    judgeAgreement(pairs, shadow, context),
    errors,
    judgeSlowdown(pairs, shadow),
  ]);
}

function stoppedShort({ cutShort }: Replay): Pick<Check, "verdict" | "message"> | null {
  if (!cutShort) return null;
  const { side, why } = cutShort;
  if (side === "nobody") return { verdict: "error", message: `not judged: ${why}` };
  if (side === "baseline") return { verdict: "error", message: `the baseline: ${why}` };
  return { verdict: "fail", message: `the candidate: ${why}` };
}

function notJudged(why: string): Check[] {
  return [
    check({
      id: "shadow/agreement",
      title: "Candidate and baseline agree on the same inputs",
      verdict: "skipped",
      message: `not judged: ${why}`,
    }),
    check({
      id: "shadow/slowdown",
      title: "The candidate is not slower than the baseline",
      verdict: "skipped",
      message: `not judged: ${why}`,
    }),
  ];
}
