import type { Check } from "../../verdict/result";
import type { ArmRequest } from "../assignment/arms";

/** With fewer good answers than bad ones, a baseline is out of order, and no yardstick. */
const MOST_SILENT = 0.5;

/**
 * Two sides that refuse everything have the same errors, and are equally seldom right: being as good
 * as a baseline that does not answer is no pass.
 */
export function withSilentBaseline(judged: Check, requests: readonly ArmRequest[]): Check {
  if (judged.verdict === "fail" || judged.verdict === "error") return judged;
  const theirs = requests.filter(({ arm }) => arm === "baseline");
  const silent = theirs.filter(({ asked }) => asked.answers === null);
  if (silent.length <= MOST_SILENT * theirs.length) return judged;
  return {
    ...judged,
    verdict: "inconclusive",
    message: `the baseline gave no good answer to ${silent.length} of ${theirs.length} requests (first: ${silent[0]?.asked.problem?.message}), so that being as good says nothing; ${judged.message}`,
    hint: "Give inputs that the baseline answers, or mend it.",
  };
}
