import type { HttpAnswer } from "../http/types";
import { marksOf } from "../json-marks";
import { isObject, type Json, parseText, tryParseJson } from "./json-body";

/** Longer than any text a model answers with, so that no answer can hold one of its own by chance. */
const MARK = "\u0000infergate:";
const WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  "-Infinity": Number.NEGATIVE_INFINITY,
};

/**
 * JSON with the bare words NaN, Infinity and -Infinity in it, which TensorFlow Serving and Python's
 * `json` write for numbers that JSON has no word for. Undefined where it is no such JSON either.
 */
export function tryParseNonFinite(answer: HttpAnswer): Json | undefined {
  const strict = tryParseJson(answer);
  if (strict !== undefined) return strict;
  const parsed = parseText(quoteWords(answer.body.toString("utf8")));
  return parsed === undefined ? undefined : revive(parsed);
}

/** The words outside of strings as marked strings. */
function quoteWords(text: string): string {
  let quoted = "";
  let from = 0;
  for (const { kind, start, end } of marksOf(text, /"|-?\b(?:NaN|Infinity)\b(?!\s*:)/)) {
    if (kind === '"') continue;
    quoted += text.slice(from, start) + JSON.stringify(MARK + kind);
    from = end;
  }
  return quoted + text.slice(from);
}

/** As deep as `tryParseJson` lets JSON be. */
function revive(value: Json): Json {
  if (typeof value === "string" && value.startsWith(MARK)) {
    return WORDS[value.slice(MARK.length)] ?? value;
  }
  if (Array.isArray(value)) return value.map(revive);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, revive(item)]));
}
