import type { MetricLimit, Scoring } from "../../../config/types";
import type { ScoredRows } from "../scored-rows";
import { jsonSchema } from "./json-schema";
import { judge } from "./judge";
import { regex } from "./regex";
import { similarity } from "./similarity";
import { toolCalls } from "./tool-calls";
import type { Scorer, Scores, ScoringContext, Unscored } from "./types";

const SCORERS: { [Kind in Scoring["kind"]]: Scorer<Kind> } = {
  regex,
  json_schema: jsonSchema,
  tool_calls: toolCalls,
  similarity,
  judge,
};

/** What came of the metrics that are more than arithmetic, by the metric's name. */
export interface Scored {
  notes: Map<string, string>;
  unscored: Map<string, Unscored>;
}

/** Scores the answers for each metric that has a scorer, into `scores` of the rows. */
export async function scoreAnswers(
  limits: readonly MetricLimit[],
  candidate: ScoredRows,
  baseline: ScoredRows | null,
  context: ScoringContext,
): Promise<Scored> {
  const scored: Scored = { notes: new Map(), unscored: new Map() };
  for (const { metric, scoring, maxDrop } of limits) {
    if (scoring === null) continue;
    // Worst slices are of the same scores.
    const ours = await scoreBy(scoring, candidate, context);
    const theirs =
      baseline === null || maxDrop === null ? null : await scoreBy(scoring, baseline, context);
    for (const [result, rows] of [
      [ours, candidate],
      [theirs, baseline],
    ] as const) {
      if (result === null || rows === null) continue;
      if ("verdict" in result) scored.unscored.set(metric, result);
      else rows.scores.set(scoring.kind, result.values);
    }
    if ("values" in ours && ours.note !== null) scored.notes.set(metric, ours.note);
  }
  return scored;
}

function scoreBy<Kind extends Scoring["kind"]>(
  scoring: Extract<Scoring, { kind: Kind }>,
  rows: ScoredRows,
  context: ScoringContext,
): Promise<Scores | Unscored> {
  return (SCORERS[scoring.kind] as Scorer<Kind>)(scoring, rows, context);
}
