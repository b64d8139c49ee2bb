import { createContext, Script } from "node:vm";

/** A sound pattern needs microseconds for an answer; one that backtracks without end, centuries. */
const LONGEST_MATCH_MS = 1000;

/** What came of a match: or why it came to no end, ready to follow what matched. */
export type Match = boolean | { gaveUp: string };

const context = createContext({ matches: null });
const script = new Script("matches()");

/**
 * Runs a pattern, or a schema that holds some, on a text of a server. It is called from a context of
 * Node's `vm` because only what runs there can be ended: a pattern such as `(a+)+$` takes time
 * exponential in the length of the text. A long text can also take all of the stack.
 */
export function boundedMatch(matches: () => boolean): Match {
  context.matches = matches;
  try {
    return script.runInContext(context, { timeout: LONGEST_MATCH_MS }) as boolean;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") {
      return { gaveUp: `took over ${LONGEST_MATCH_MS} ms` };
    }
    if (error instanceof RangeError) return { gaveUp: "ran out of stack" };
    throw error;
  }
}
