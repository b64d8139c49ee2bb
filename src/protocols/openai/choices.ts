import { isObject, type Json } from "../json-body";

/**
 * The first of the choices by their own numbers, wherever it stands: a stream may hold several, mixed
 * in any order. Undefined where the list has none of that number, or there is no list.
 */
export function firstChoice(choices: Json | undefined): { [key: string]: Json } | undefined {
  const list = Array.isArray(choices) ? choices.filter(isObject) : [];
  return list.find(({ index }) => (index ?? 0) === 0);
}
