import type { Comparison } from "../../config/types";
import type { Answer, OutputValue } from "../../protocols/types";
import { chooseComparison } from "./choose-comparison";
import type { CompareRules } from "./comparer";
import { COMPARERS } from "./comparers";
import type { DifferenceKind, Found } from "./found";
import { ANY_PLACE, type Step, showPath } from "./path";
import { quote } from "./show-value";
import { holdsNaN } from "./values";

/** One way in which an answer differs from another to the same input. */
export interface Difference {
  /** The output and the way into it, all places of a list as one: `body.items[*].price`. */
  path: string;
  kind: DifferenceKind;
  /** A clause: `output "species": "Adelie" instead of "Gentoo"`. */
  text: string;
  /** How far apart, from 0 to 1: to sort by, not to judge by. */
  size: number;
}

/** One output of both answers. */
export interface ComparedOutput {
  output: string;
  /** How it was compared; null where only one answer has it. */
  comparison: Comparison | null;
  /** Empty where they agree. */
  differences: Difference[];
  /** How far apart, in the unit of the comparison; null where there is none. */
  distance: number | null;
  /** Agreeing says nothing: there is NaN on both sides, or all of it is ignored. */
  saysNothing: boolean;
}

/** The comparison that the config wants for an output. */
export type WantedComparison = (output: string) => Comparison | "auto";

/**
 * Two answers to the same input, output by output, in the order of the expected ones. The first output
 * is the prediction whatever it is called; the others are matched by name.
 */
export function compareAnswers(
  expected: Answer,
  actual: Answer,
  wanted: WantedComparison,
  rules: CompareRules,
): ComparedOutput[] {
  const [prediction, ...others] = expected.outputs;
  const [given, ...rest] = actual.outputs;
  const left = new Map(rest.map(({ name, value }) => [name, value]));
  const compared: ComparedOutput[] = [];
  const add = (name: string, value: OutputValue, other: OutputValue) =>
    compared.push(compareOutput(name, value, other, wanted(name), rules));
  if (prediction && given) add(prediction.name, prediction.value, given.value);
  else if (prediction) compared.push(oneSided(prediction.name, "missing"));
  else if (given) compared.push(oneSided(given.name, "extra"));
  for (const { name, value } of others) {
    const other = left.get(name);
    if (other === undefined) compared.push(oneSided(name, "missing"));
    else add(name, value, other);
    left.delete(name);
  }
  for (const name of left.keys()) compared.push(oneSided(name, "extra"));
  return compared.filter(({ output }) => !rules.ignores?.([output]));
}

function compareOutput(
  name: string,
  expected: OutputValue,
  actual: OutputValue,
  wanted: Comparison | "auto",
  given: CompareRules,
): ComparedOutput {
  const rules = { ...given, base: [name] };
  const chosen = wanted === "auto" ? chooseComparison(expected, actual, rules) : wanted;
  const isFit = (value: OutputValue) => COMPARERS[chosen].isFit(value, rules);
  // What cannot be compared as asked must be the same.
  const comparison = isFit(expected) && isFit(actual) ? chosen : "json";
  const compared = COMPARERS[comparison].compare(expected, actual, rules);
  const { found, distance, saysNothing = false } = compared;
  return {
    output: name,
    comparison,
    differences: found.map((one) => toDifference(name, one)),
    distance,
    saysNothing: saysNothing || (holdsNaN(expected) && holdsNaN(actual)),
  };
}

function oneSided(name: string, kind: "missing" | "extra"): ComparedOutput {
  return {
    output: name,
    comparison: null,
    differences: [toDifference(name, { at: [], kind, text: "", size: 1 })],
    distance: null,
    saysNothing: false,
  };
}

const CLAUSES: Partial<Record<DifferenceKind, string>> = {
  missing: " is missing",
  extra: " was not there before",
};

function toDifference(name: string, { at, kind, text, size }: Found): Difference {
  const steps: Step[] = [name, ...at.map((step) => (typeof step === "number" ? ANY_PLACE : step))];
  const way = at.map((step) => `[${typeof step === "number" ? step : quote(step)}]`).join("");
  const clause = CLAUSES[kind] ?? `: ${text}`;
  return { path: showPath(steps), kind, text: `output ${quote(name)}${way}${clause}`, size };
}
