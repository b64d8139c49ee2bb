import type { HttpAnswer } from "../http/types";
import { isObject, type Json, tryParseJson } from "./json-body";

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
  let inText = false;
  // Quote by quote: an expression for a whole text runs out of stack on some megabytes.
  const text = answer.body
    .toString("utf8")
    .replace(/\\.|"|-?\b(?:NaN|Infinity)\b(?!\s*:)/g, (token) => {
      if (token === '"') inText = !inText;
      const isWord = !inText && token in WORDS;
      return isWord ? JSON.stringify(MARK + token) : token;
    });
  const parsed = tryParseJson({ ...answer, body: Buffer.from(text) });
  return parsed === undefined ? undefined : revive(parsed);
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
