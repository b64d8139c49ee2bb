import type { Evidence } from "../../verdict/result";
import { describeAsked } from "../describe-asked";
import type { SuiteContext } from "../types";
import type { Pair } from "./replay-pairs";

/** Shows pairs as proof. */
export type ShowPair = (pair: Pair) => Evidence[];

/** The input with what each side made of it, the candidate's first. */
export function showPairsOf({ candidate, baseline }: SuiteContext): ShowPair {
  return (pair) =>
    (["candidate", "baseline"] as const).flatMap((side) => {
      const endpoint = { candidate, baseline }[side];
      if (endpoint === null) return [];
      const { request, response } = describeAsked(endpoint, pair[side]);
      return [{ request, response: `${side}: ${response}` }];
    });
}
