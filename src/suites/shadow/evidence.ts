import { describeExchange } from "../../http/describe-exchange";
import type { Evidence } from "../../verdict/result";
import type { SuiteContext } from "../types";
import type { Pair } from "./replay-pairs";

/** The input with what each side made of it, the candidate's first. */
export function evidenceOf({ candidate, baseline }: Pair, context: SuiteContext): Evidence[] {
  const ours = describeExchange(context.candidate.client, candidate.request, candidate.exchange);
  if (!context.baseline) return [ours];
  return [ours, describeExchange(context.baseline.client, baseline.request, baseline.exchange)];
}
