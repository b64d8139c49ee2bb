import type { Scoring } from "../../../config/types";
import type { SuiteContext } from "../../types";
import type { ScoredRows } from "../scored-rows";

/** What a scorer needs besides the rows. */
export type ScoringContext = Pick<SuiteContext, "open" | "signal">;

/** How good each row's answer is, 0 to 1, in the order of the rows; and what people should know of it. */
export interface Scores {
  values: number[];
  note: string | null;
}

/** Why there are no scores: the means failed, or what they said is no ground for a verdict. */
export interface Unscored {
  verdict: "error" | "inconclusive";
  message: string;
  hint: string | null;
}

/** A row without an answer scores 0. */
export type Scorer<Kind extends Scoring["kind"]> = (
  scoring: Extract<Scoring, { kind: Kind }>,
  rows: ScoredRows,
  context: ScoringContext,
) => Promise<Scores | Unscored>;

export function unscored(message: string, hint: string | null = null): Unscored {
  return { verdict: "error", message, hint };
}
