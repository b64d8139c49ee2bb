import { createContext, Script } from "node:vm";
import { type Scorer, unscored } from "./types";

/** A sound pattern needs microseconds for an answer; one that backtracks without end, centuries. */
const LONGEST_MATCH_MS = 1000;

/**
 * Whether the answer matches the pattern. It runs in a context of its own because only there a match
 * can be ended: a pattern such as `(a+)+$` takes time exponential in the length of the text.
 */
export const regex: Scorer<"regex"> = async ({ pattern, flags }, { texts }) => {
  const sandbox = createContext({ text: "", pattern, flags });
  const script = new Script("new RegExp(pattern, flags).test(text)");
  const values: number[] = [];
  for (const [index, text] of texts.entries()) {
    sandbox.text = text ?? "";
    try {
      const matches = script.runInContext(sandbox, { timeout: LONGEST_MATCH_MS }) as boolean;
      values.push(text === null ? 0 : Number(matches));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw error;
      return unscored(
        `the pattern took over ${LONGEST_MATCH_MS} ms on the answer to row ${index + 1}`,
        "Write it without nested repeats such as (a+)+.",
      );
    }
  }
  return { values, note: null };
};
