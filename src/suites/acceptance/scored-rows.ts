import type { Cell, ColumnType } from "../../data/types";
import { InfergateError } from "../../errors";
import type { Answer, OutputValue } from "../../protocols/types";
import type { TokenTiming } from "../../streams/token-timing";
import { predictedLabel, predictedNumber } from "../prediction";
import { classLabel } from "./class-label";
import type { Answered } from "./collect-answers";

/** Truth and prediction row by row, as the metrics take them. */
export interface ScoredRows {
  truth: Cell[];
  /** As text, like the truth beside it; `NO_ANSWER` where there is none. */
  labels: string[];
  /** The first output as text, JSON where it is not a scalar; null where there is no answer. */
  texts: (string | null)[];
  /** NaN where the prediction is no number or missing. */
  numbers: number[];
  /** The calls of tools that the answer makes; empty where it makes none, null where there is no answer. */
  toolCalls: (OutputValue[] | null)[];
  /** Of metrics that have a scorer, by the scorer's name: a score from 0 to 1 a row. */
  scores: Map<string, number[]>;
  latencyMs: number[];
  /** Of streamed answers; null where there is none. */
  timings: (TokenTiming | null)[];
}

/** No class of any model: a row without an answer is wrong for every class. */
export const NO_ANSWER = "\u0000no answer";

export function scoreRows(
  answered: Answered,
  truth: Cell[],
  /** Of the label's column. */
  type: ColumnType,
  classes: readonly string[] | null,
): ScoredRows {
  const names = classes ?? defaultClasses(truth);
  checkScoreCount(answered, names);
  const predictions = answered.answers.map((answer) => answer?.outputs[0]?.value ?? null);
  return {
    truth,
    labels: predictions.map((value) => {
      const predicted = predictedLabel(value, names);
      return predicted === null ? NO_ANSWER : classLabel(predicted, type);
    }),
    texts: predictions.map((value) =>
      value === null ? null : typeof value === "object" ? JSON.stringify(value) : String(value),
    ),
    toolCalls: answered.answers.map((answer) => (answer === null ? null : callsOf(answer))),
    scores: new Map(),
    numbers: predictions.map((value) => predictedNumber(value) ?? Number.NaN),
    latencyMs: answered.latencyMs,
    timings: answered.timings,
  };
}

function callsOf({ outputs }: Answer): OutputValue[] {
  const calls = outputs.find(({ name }) => name === "tool_calls")?.value;
  return Array.isArray(calls) ? calls : [];
}

/** Scores stand in the order of the sorted classes, as scikit-learn's `classes_` does; numbers are their own place. */
function defaultClasses(truth: readonly Cell[]): string[] | null {
  const texts = truth.filter((cell): cell is string => typeof cell === "string");
  return texts.length === truth.length ? [...new Set(texts)].sort() : null;
}

/** Scores of three classes read by the names of two would call one class by the other's name. */
function checkScoreCount({ answers }: Answered, names: readonly string[] | null): void {
  if (names === null) return;
  for (const answer of answers) {
    const value = answer?.outputs[0]?.value;
    if (!Array.isArray(value) || value.length < 2 || value.length === names.length) continue;
    throw new InfergateError(
      "config/classes",
      `the model gives ${value.length} scores a row, but ${names.length} classes are known: ${names.slice(0, 10).join(", ")}`,
      "Name the classes in the order of the scores: data: { classes: [...] }",
    );
  }
}
