import type { Context } from "../context";
import type { KeyPath } from "../problem";
import type { RawLimitMap } from "../raw-config";
import { RANGES, readShare } from "../read-quantity";
import type { Scoring } from "../types";
import { readEndpoint } from "./endpoint";

const DEFAULT_REPEATS = 3;
const DEFAULT_MIN_AGREEMENT = 0.8;

type Reader = (context: Context, path: KeyPath, raw: RawLimitMap) => Scoring;

/** Metrics whose scores need more than the label, by their names. The schema has checked which keys are there. */
const READERS: Readonly<Record<string, Reader>> = {
  regex(context, path, { pattern = "", flags = "" }) {
    checkPattern(context, path, pattern, flags);
    return { kind: "regex", pattern, flags };
  },
  json_schema: (context, _, { schema = "" }) => ({
    kind: "json_schema",
    file: context.resolvePath(schema),
  }),
  tool_calls: () => ({ kind: "tool_calls" }),
  similarity: (context, path, { endpoint = {} }) => ({
    kind: "similarity",
    endpoint: readEndpoint(context, [...path, "endpoint"], endpoint, null),
  }),
  judge(context, path, { endpoint = {}, rubric = "", repeats = DEFAULT_REPEATS, min_agreement }) {
    if (repeats % 2 === 0) {
      const text = `expected an odd number, so that there is a majority, found ${repeats}`;
      context.report("config/impossible-value", [...path, "repeats"], text);
    }
    if (repeats === 1 && min_agreement !== undefined) {
      const text = "a single verdict a row agrees with nothing";
      const hint = "Give repeats, an odd number from 3, or leave min_agreement out.";
      context.report("config/impossible-value", [...path, "min_agreement"], text, hint);
    }
    return {
      kind: "judge",
      endpoint: readEndpoint(context, [...path, "endpoint"], endpoint, null),
      rubric,
      repeats,
      minAgreement: readShare(
        context,
        [...path, "min_agreement"],
        min_agreement,
        DEFAULT_MIN_AGREEMENT,
        RANGES.confidence,
      ),
    };
  },
};

/** How answers are scored for this metric; null where the metric is arithmetic on labels. */
export function readScoring(
  context: Context,
  path: KeyPath,
  metric: string,
  raw: RawLimitMap,
): Scoring | null {
  const name = metric.replace(/^worst_slice\./, "");
  return Object.hasOwn(READERS, name) ? (READERS[name] as Reader)(context, path, raw) : null;
}

function checkPattern(context: Context, path: KeyPath, pattern: string, flags: string): void {
  const flagsPath = [...path, "flags"];
  try {
    new RegExp("", flags);
  } catch {
    const found = context.show(flagsPath, flags);
    context.report(
      "config/impossible-value",
      flagsPath,
      `expected flags of JavaScript, such as i, m or s, found ${found}`,
    );
    return;
  }
  try {
    new RegExp(pattern, flags);
  } catch (error) {
    context.report(
      "config/impossible-value",
      [...path, "pattern"],
      `is no regular expression of JavaScript: ${(error as Error).message}`,
    );
  }
}
