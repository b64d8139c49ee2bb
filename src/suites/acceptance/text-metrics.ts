import { bootstrapInterval } from "../../stats/bootstrap";
import { clopperPearson } from "../../stats/clopper-pearson";
import { rougeL } from "../../stats/text/rouge-l";
import { tokenF1 } from "../../stats/text/token-f1";
import { at, type Indices, type Metric, replicatesFor } from "./metric";
import type { ScoredRows } from "./scored-rows";

/** How near an answer is to the text in the label column, 0 to 1; a row without an answer scores 0. */
type Score = (expected: string, actual: string) => number;

/** Metrics of generated text, each the mean of a score over the rows. */
export const TEXT_METRICS: Readonly<Record<string, () => Metric>> = {
  equals: () => share((expected, actual) => Number(expected.trim() === actual.trim())),
  contains: () => share((expected, actual) => Number(actual.includes(expected.trim()))),
  token_f1: () => mean(tokenF1),
  rouge_l: () => mean(rougeL),
};

/** Each row is right or wrong. */
function share(score: Score): Metric {
  return {
    unit: "share",
    countsClasses: false,
    value: (rows, indices) => meanOf(scoresAt(score, rows, indices)),
    interval(rows, indices, confidence) {
      const right = scoresAt(score, rows, indices).reduce((sum, one) => sum + one, 0);
      return clopperPearson(right, indices.length, confidence);
    },
  };
}

function mean(score: Score): Metric {
  return {
    unit: "share",
    countsClasses: false,
    value: (rows, indices) => meanOf(scoresAt(score, rows, indices)),
    interval(rows, indices, confidence, random) {
      // Scored once: a resample only draws among the scores.
      const all = new Map(Array.from(indices, (index) => [index, scoreAt(score, rows, index)]));
      return bootstrapInterval(
        indices.length,
        (drawn) => meanOf(Array.from(at(indices, drawn), (index) => all.get(index) ?? 0)),
        { random, confidence, replicates: replicatesFor(indices.length) },
      );
    },
  };
}

function scoresAt(score: Score, rows: ScoredRows, indices: Indices): number[] {
  return Array.from(indices, (index) => scoreAt(score, rows, index));
}

function scoreAt(score: Score, { truth, texts }: ScoredRows, index: number): number {
  const text = texts[index] ?? null;
  return text === null ? 0 : score(String(truth[index] ?? ""), text);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
