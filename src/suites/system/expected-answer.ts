import type { Tolerance } from "../../config/types";
import type { Answer, OutputValue } from "../../protocols/types";
import { compareOutputs } from "../../verdict/compare-outputs";
import { predictedLabel } from "../prediction";

/**
 * How an answer differs from what an example expects, null where it does not. A map names outputs
 * and their values; anything else is the prediction: a text or number, or the class of its scores.
 */
export function differenceFromExpected(
  expected: unknown,
  answer: Answer,
  tolerance: Tolerance,
  classes: readonly string[] | null,
): string | null {
  if (typeof expected === "object" && expected !== null && !Array.isArray(expected)) {
    const wanted = Object.entries(expected).map(([name, value]) => ({
      name,
      value: value as OutputValue,
    }));
    const named = answer.outputs.filter(({ name }) => Object.hasOwn(expected, name));
    return compareOutputs({ outputs: wanted }, { outputs: named }, tolerance);
  }
  const [prediction] = answer.outputs;
  if (prediction === undefined) return "the answer has no outputs";
  // Scores in a list, or by class name.
  const isClass = typeof expected === "string" && typeof prediction.value === "object";
  const value = isClass ? predictedLabel(prediction.value, classes) : prediction.value;
  const only = (content: OutputValue): Answer => ({
    outputs: [{ name: prediction.name, value: content }],
  });
  return compareOutputs(only(expected as OutputValue), only(value), tolerance);
}
