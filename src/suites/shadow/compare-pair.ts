import type { Tolerance } from "../../config/types";
import type { Answer, OutputValue } from "../../protocols/types";
import { compareOutputs } from "../../verdict/compare-outputs";
import type { Asked } from "../ask";
import { predictedLabel } from "../prediction";
import type { Pair } from "./replay-pairs";

/**
 * How the candidate's prediction differs from the baseline's, null where they agree. Time-outs and
 * errors are outcomes and never dropped: two refusals with the same status agree, everything else
 * that lacks an answer differs. Scores are compared as the class they name where classes are known:
 * a retrained model's scores always differ a little.
 */
export function disagreement(
  { candidate, baseline }: Pair,
  tolerance: Tolerance,
  classes: readonly string[] | null,
): string | null {
  const [ours] = candidate.answers ?? [];
  const [theirs] = baseline.answers ?? [];
  if (ours && theirs) {
    return compareOutputs(prediction(theirs, classes), prediction(ours, classes), tolerance);
  }
  if (!ours && !theirs) {
    const status = refusal(candidate);
    return status !== null && status === refusal(baseline)
      ? null
      : `neither side answered: candidate: ${candidate.problem?.message}`;
  }
  return ours
    ? `only the candidate answered; baseline: ${baseline.problem?.message}`
    : `only the baseline answered; candidate: ${candidate.problem?.message}`;
}

/** A 4xx is a considered answer to the input; a 5xx or a silence is not. */
function refusal({ exchange }: Asked): number | null {
  if (!exchange.ok) return null;
  const { status } = exchange.answer;
  return status >= 400 && status < 500 ? status : null;
}

function prediction({ outputs }: Answer, classes: readonly string[] | null): Answer {
  const [first] = outputs;
  if (!first) return { outputs: [] };
  const isScores =
    classes !== null && Array.isArray(first.value) && first.value.length === classes.length;
  const value: OutputValue = isScores ? predictedLabel(first.value, classes) : first.value;
  return { outputs: [{ name: "prediction", value }] };
}
