import { boundedMatch } from "../../bounded-match";
import { type Scorer, unscored } from "./types";

/** Whether the answer matches the pattern. */
export const regex: Scorer<"regex"> = async ({ pattern, flags }, { texts }) => {
  const values: number[] = [];
  for (const [index, text] of texts.entries()) {
    // A new one each time: with the flags g and y it remembers where it was.
    const match = text !== null && boundedMatch(() => new RegExp(pattern, flags).test(text));
    if (typeof match === "object") {
      return unscored(
        `the pattern ${match.gaveUp} on the answer to row ${index + 1}`,
        "Write it without nested repeats such as (a+)+.",
      );
    }
    values.push(Number(match));
  }
  return { values, note: null };
};
