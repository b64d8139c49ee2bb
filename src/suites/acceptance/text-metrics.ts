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
  // No label is blank, which any text contains: `data/` refuses it.
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
  return scoredOnce(({ truth, texts }, index) => {
    const text = texts[index] ?? null;
    return text === null ? 0 : nearness(String(truth[index] ?? ""), text);
  });
}

/** A resample draws among the scores; to score long texts anew for each would take hours. */
function scoredOnce(score: Score): Score {
  const known = new WeakMap<ScoredRows, Map<number, number>>();
  return (rows, index) => {
    const scores = known.get(rows) ?? new Map<number, number>();
    known.set(rows, scores);
    const before = scores.get(index);
    if (before !== undefined) return before;
    const now = score(rows, index);
    scores.set(index, now);
    return now;
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
    interval: (rows, indices, confidence, random) =>
      bootstrapInterval(
        indices.length,
        (drawn) => meanOf(scoresAt(score, rows, at(indices, drawn))),
        { random, confidence, replicates: replicatesFor(indices.length) },
      ),
  };
}

function scoresAt(score: Score, rows: ScoredRows, indices: Indices): number[] {
  return Array.from(indices, (index) => score(rows, index));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
