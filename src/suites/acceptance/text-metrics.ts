import type { Scoring } from "../../config/types";
import { clopperPearson } from "../../stats/proportions/clopper-pearson";
import { bootstrapInterval } from "../../stats/resampling/bootstrap";
import { rougeL } from "../../stats/text/rouge-l";
import { tokenF1 } from "../../stats/text/token-f1";
import { at, type Indices, type Metric, replicatesFor } from "./metric";
import type { ScoredRows } from "./scored-rows";

/** How good the answer to a row is, 0 to 1; a row without an answer scores 0. */
type Score = (rows: ScoredRows, index: number) => number;

/** Metrics of generated text, each the mean of a score over the rows. */
export const TEXT_METRICS: Readonly<Record<string, () => Metric>> = {
  equals: () => share(ofTexts((expected, actual) => Number(expected.trim() === actual.trim()))),
  contains: () => share(ofTexts((expected, actual) => Number(actual.includes(expected.trim())))),
  token_f1: () => mean(ofTexts(tokenF1)),
  rouge_l: () => mean(ofTexts(rougeL)),
  regex: () => share(scoreOf("regex")),
  json_schema: () => share(scoreOf("json_schema")),
  tool_calls: () => share(scoreOf("tool_calls")),
  similarity: () => mean(scoreOf("similarity")),
  judge: () => share(scoreOf("judge")),
};

/** Scored beforehand, by `scoring/`. */
function scoreOf(kind: Scoring["kind"]): Score {
  return ({ scores }, index) => scores.get(kind)?.[index] ?? Number.NaN;
}

/** Of the label's text and the answer's. */
function ofTexts(nearness: (expected: string, actual: string) => number): Score {
  return ({ truth, texts }, index) => {
    const text = texts[index] ?? null;
    return text === null ? 0 : nearness(String(truth[index] ?? ""), text);
  };
}

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
      const all = new Map(Array.from(indices, (index) => [index, score(rows, index)]));
      return bootstrapInterval(
        indices.length,
        (drawn) => meanOf(Array.from(at(indices, drawn), (index) => all.get(index) ?? 0)),
        { random, confidence, replicates: replicatesFor(indices.length) },
      );
    },
  };
}

function scoresAt(score: Score, rows: ScoredRows, indices: Indices): number[] {
  return Array.from(indices, (index) => score(rows, index));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
