import type { OutputValue } from "../../protocols/types";
import type { Found } from "./found";
import { matchAsSets } from "./match-as-sets";
import { type NumberTolerance, numbersAgree, relativeSize } from "./numbers";
import { ANY_PLACE, type Step } from "./path";
import { instead, showValue } from "./show-value";
import { isRecord } from "./values";

type At = readonly (string | number)[];

/** How JSON is compared. */
export interface JsonRules {
  tolerance: NumberTolerance;
  /** Whether what is at this place is not looked at; left out, everything is. */
  ignores?(steps: readonly Step[]): boolean;
  /** Whether the list at this place is a set, whose order says nothing; left out, none is. */
  isSet?(steps: readonly Step[]): boolean;
  /** Steps to the value itself, for those two. */
  base?: readonly Step[];
}

/**
 * Every difference of two JSON values, place by place, in the order of the expected one: keys that are
 * missing or new, another type, another length of a list, another value. Numbers may differ by the
 * tolerance; everything else must be identical.
 */
export function* jsonDifferences(
  expected: OutputValue,
  actual: OutputValue,
  rules: JsonRules,
  at: At = [],
): Generator<Found> {
  if (rules.ignores?.(stepsOf(rules, at))) return;
  if (typeof expected === "number" && typeof actual === "number") {
    if (numbersAgree(expected, actual, rules.tolerance)) return;
    const size = relativeSize(expected, actual);
    yield { at, kind: "value", text: instead(expected, actual), size };
  } else if (Array.isArray(expected) && Array.isArray(actual)) {
    yield* listDifferences(expected, actual, rules, at);
  } else if (isRecord(expected) && isRecord(actual)) {
    yield* recordDifferences(expected, actual, rules, at);
  } else if (expected !== actual) {
    const kind = typeOf(expected) === typeOf(actual) ? "value" : "type";
    yield { at, kind, text: instead(expected, actual), size: 1 };
  }
}

function* listDifferences(
  expected: OutputValue[],
  actual: OutputValue[],
  rules: JsonRules,
  at: At,
): Generator<Found> {
  if (rules.isSet?.(stepsOf(rules, at))) {
    yield* setDifferences(expected, actual, rules, at);
    return;
  }
  if (expected.length !== actual.length) {
    const text = `${actual.length} values instead of ${expected.length}`;
    yield { at, kind: "shape", text, size: relativeSize(expected.length, actual.length) };
    return;
  }
  for (const [index, value] of expected.entries()) {
    const other = actual[index] as OutputValue;
    // The usual case, and the fast one: thousands of scores that are the same.
    if (value === other) continue;
    yield* jsonDifferences(value, other, rules, [...at, index]);
  }
}

function* setDifferences(
  expected: OutputValue[],
  actual: OutputValue[],
  rules: JsonRules,
  at: At,
): Generator<Found> {
  const isSame = (one: OutputValue, other: OutputValue) =>
    jsonDifferences(one, other, rules, [...at, 0]).next().done === true;
  const { missing, extra } = matchAsSets(expected, actual, isSame);
  if (missing.length + extra.length === 0) return;
  const size = (missing.length + extra.length) / (expected.length + actual.length);
  const shown = [
    ...missing.slice(0, 1).map((item) => `${showValue(item)} is missing`),
    ...extra.slice(0, 1).map((item) => `${showValue(item)} is new`),
  ].join(", ");
  const counts = `${missing.length} missing from and ${extra.length} new in a set of ${expected.length}`;
  yield { at, kind: "value", text: `${counts}: ${shown}`, size };
}

function* recordDifferences(
  expected: { [key: string]: OutputValue },
  actual: { [key: string]: OutputValue },
  rules: JsonRules,
  at: At,
): Generator<Found> {
  const looked = (key: string) => !rules.ignores?.(stepsOf(rules, [...at, key]));
  for (const key of Object.keys(expected)) {
    if (Object.hasOwn(actual, key) || !looked(key)) continue;
    yield { at: [...at, key], kind: "missing", text: "", size: 1 };
  }
  for (const key of Object.keys(actual)) {
    if (Object.hasOwn(expected, key) || !looked(key)) continue;
    yield { at: [...at, key], kind: "extra", text: "", size: 1 };
  }
  for (const [key, value] of Object.entries(expected)) {
    if (!Object.hasOwn(actual, key)) continue;
    yield* jsonDifferences(value, actual[key] as OutputValue, rules, [...at, key]);
  }
}

function stepsOf({ base = [] }: JsonRules, at: At): Step[] {
  return [...base, ...at.map((step) => (typeof step === "number" ? ANY_PLACE : step))];
}

function typeOf(value: OutputValue): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}
