import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, parseText } from "../../../protocols/json-body";
import { type Scorer, unscored } from "./types";

interface Call {
  name: string;
  arguments: unknown;
}

/**
 * Whether the model called the tools that it should: the same names in the same order, with arguments
 * that are equal as JSON. The label is such a list, `[{"name": …, "arguments": {…}}]`, or one call.
 */
export const toolCalls: Scorer<"tool_calls"> = async (_, { truth, toolCalls: made }) => {
  const values: number[] = [];
  for (const [index, label] of truth.entries()) {
    const expected = readCalls(parseText(String(label)));
    if (expected === null) {
      return unscored(
        `the label of row ${index + 1} is no list of calls`,
        'Write [{"name": "get_weather", "arguments": {"city": "Oslo"}}], or [] where none is due.',
      );
    }
    const actual = made[index] === null ? null : readCalls(made[index] ?? []);
    values.push(Number(actual !== null && isDeepStrictEqual(actual, expected)));
  }
  return { values, note: null };
};

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
