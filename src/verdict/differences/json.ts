import type { OutputValue } from "../../protocols/types";
import type { Comparer } from "./comparer";
import { type JsonRules, jsonDifferences } from "./json-differences";
import { ANY_PLACE, type Step } from "./path";

/** A hostile answer may differ in a million places. */
const MOST_FOUND = 1000;

/** Any value, place by place. */
export const JSON_BY_PATH: Comparer = {
  takes: "any JSON",
  isFit: () => true,
  compare(expected, actual, rules) {
    const found = [];
    for (const difference of jsonDifferences(expected, actual, rules)) {
      found.push(difference);
      if (found.length === MOST_FOUND) break;
    }
    const { base = [] } = rules;
    const saysNothing = !isLookedAt(expected, rules, base) && !isLookedAt(actual, rules, base);
    return { found, distance: null, saysNothing };
  },
};

/** Whether anything of it is not ignored. */
function isLookedAt(value: OutputValue, rules: JsonRules, steps: readonly Step[]): boolean {
  if (!rules.ignores) return true;
  if (rules.ignores(steps)) return false;
  if (typeof value !== "object" || value === null) return true;
  const below = Object.entries(value);
  const inList = Array.isArray(value);
  return (
    below.length === 0 ||
    below.some(([key, part]) => isLookedAt(part, rules, [...steps, inList ? ANY_PLACE : key]))
  );
}

/** What is looked at of a value. */
export function withoutIgnored(
  value: OutputValue,
  rules: JsonRules,
  steps: readonly Step[],
): OutputValue {
  if (!rules.ignores || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const at: Step[] = [...steps, ANY_PLACE];
    if (rules.ignores(at)) return [];
    return value.map((part) => withoutIgnored(part, rules, at));
  }
  const kept = Object.entries(value).filter(([key]) => !rules.ignores?.([...steps, key]));
  return Object.fromEntries(
    kept.map(([key, part]) => [key, withoutIgnored(part, rules, [...steps, key])]),
  );
}
