import { parsePathPattern } from "../../verdict/differences/path-pattern";
import type { Context } from "../context";
import { DEFAULT_SHADOW } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawCompare, RawShare } from "../raw-config";
import { RANGES, type Range, readShare, within } from "../read-quantity";
import type { CompareConfig } from "../types";

const DEFAULT = DEFAULT_SHADOW.compare;

/** How answers are compared. What is not said about one way of comparing keeps its default. */
export function readCompare(context: Context, path: KeyPath, raw: RawCompare = {}): CompareConfig {
  const { vector = {}, probabilities = {}, top_k = {}, ranking = {}, text = {} } = raw;
  const number = <F>(keys: string[], given: number | undefined, fallback: F, range: Range) =>
    given === undefined ? fallback : within(context, [...path, ...keys], given, given, range);
  const share = (keys: string[], given: RawShare | undefined, fallback: number) =>
    readShare(context, [...path, ...keys], given, fallback, RANGES.leastOfShare);
  return {
    outputs: raw.outputs ?? DEFAULT.outputs,
    as: raw.as ?? DEFAULT.as,
    vector: {
      cosine: number(["vector", "cosine"], vector.cosine, DEFAULT.vector.cosine, DISTANCES.cosine),
      abs: number(["vector", "abs"], vector.abs, DEFAULT.vector.abs, DISTANCES.any),
      ulp: vector.ulp ?? DEFAULT.vector.ulp,
    },
    probabilities: {
      jensenShannon: number(
        ["probabilities", "jensen_shannon"],
        probabilities.jensen_shannon,
        DEFAULT.probabilities.jensenShannon,
        DISTANCES.jensenShannon,
      ),
      sameTop: probabilities.same_top ?? DEFAULT.probabilities.sameTop,
    },
    topK: {
      k: top_k.k ?? DEFAULT.topK.k,
      jaccard: share(["top_k", "jaccard"], top_k.jaccard, DEFAULT.topK.jaccard),
      order: top_k.order ?? DEFAULT.topK.order,
    },
    ranking: {
      by: ranking.by ?? DEFAULT.ranking.by,
      min: share(["ranking", "min"], ranking.min, DEFAULT.ranking.min),
      p: number(["ranking", "p"], ranking.p, DEFAULT.ranking.p, PERSISTENCE),
    },
    text: {
      match: text.match ?? DEFAULT.text.match,
      min: share(["text", "min"], text.min, DEFAULT.text.min),
    },
    ignore: readPatterns(context, [...path, "ignore"], raw.ignore),
    sets: readPatterns(context, [...path, "sets"], raw.sets),
  };
}

/** A distance that nothing can be beyond judges nothing. */
const DISTANCES = {
  cosine: { holds: (d) => d >= 0 && d < 2, text: "a cosine distance from 0 to under 2" },
  any: { holds: (d) => d >= 0 && Number.isFinite(d), text: "a number from 0" },
  jensenShannon: {
    holds: (d) => d >= 0 && d < Math.sqrt(Math.LN2),
    text: "a Jensen–Shannon distance from 0 to under 0.83",
  },
} as const satisfies Record<string, Range>;

const PERSISTENCE: Range = { holds: (p) => p > 0 && p < 1, text: "a number over 0 and under 1" };

function readPatterns(context: Context, path: KeyPath, patterns: string[] = []): string[] {
  patterns.forEach((pattern, index) => {
    if (parsePathPattern(pattern) !== null) return;
    const at = [...path, index];
    context.report(
      "config/impossible-value",
      at,
      `${context.show(at, pattern)} is no pattern of paths`,
      'Write paths as the report shows them, such as body.items[*].price; * in a key stands for any text, ** for any number of steps, and odd keys go as ["a.b"].',
    );
  });
  return patterns;
}
