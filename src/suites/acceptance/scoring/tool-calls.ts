import { isDeepStrictEqual } from "node:util";
import { truncateText } from "../../../http/printable-text";
import { isObject, type Json, parseText } from "../../../protocols/json-body";
import { type Scorer, unscored } from "./types";

interface Call {
  name: string;
  arguments: unknown;
}

const EXAMPLE =
  'Write [{"name": "get_weather", "arguments": {"city": "Oslo"}}], or [] where none is due.';
const LONGEST_SHOWN = 40;

/**
 * Whether the model called the tools that it should: the same names in the same order, with arguments
 * that are equal as JSON. The label is such a list, `[{"name": …, "arguments": {…}}]`, or one call.
 */
export const toolCalls: Scorer<"tool_calls"> = async (_, { truth, toolCalls: made }) => {
  const values: number[] = [];
  for (const [index, label] of truth.entries()) {
    const written = parseText(String(label));
    const expected = readCalls(written);
    if (expected === null) {
      return unscored(`the label of row ${index + 1} is no list of calls`, EXAMPLE);
    }
    const slip = unknownKey(written);
    if (slip !== null) {
      const key = JSON.stringify(truncateText(slip, LONGEST_SHOWN));
      return unscored(`the label of row ${index + 1} has a call with the key ${key}`, EXAMPLE);
    }
    const actual = made[index] === null ? null : readCalls(made[index] ?? []);
    values.push(Number(actual !== null && isDeepStrictEqual(actual, expected)));
  }
  return { values, note: null };
};

/** Of a call, or of what the API puts round it. Any other would be left out, and the call be another. */
const KEYS: ReadonlySet<string> = new Set([
  ...["name", "arguments"],
  ...["function", "type", "id", "call_id", "index", "status"],
]);

function unknownKey(label: unknown): string | null {
  const calls = [label].flat().filter(isObject);
  const keys = calls.flatMap((call) => [call, call.function].filter(isObject).flatMap(Object.keys));
  return keys.find((key) => !KEYS.has(key)) ?? null;
}

/** Calls as a label or an answer of the OpenAI API writes them; null where it holds something else. */
function readCalls(value: unknown): Call[] | null {
  const list = Array.isArray(value) ? value : [value];
  const calls = list.map((item) => readCall(item));
  return calls.every((call) => call !== null) ? calls : null;
}

function readCall(item: unknown): Call | null {
  if (!isObject(item)) return null;
  const { name, arguments: given = {} } = isObject(item.function) ? item.function : item;
  if (typeof name !== "string") return null;
  // The API writes arguments as text; text that is no JSON equals no arguments.
  const parsed: Json | undefined = typeof given === "string" ? parseText(given) : given;
  return { name, arguments: parsed ?? given };
}
