import type { Tolerance } from "../config/types";
import type { Answer, OutputValue } from "../protocols/types";

/**
 * Whether two answers to the same input say the same: null where they do, else a short reason such
 * as `output "species": "Adelie" instead of "Gentoo"`. Outputs are matched by name. Numbers may
 * differ by `abs + rel·|expected|`, NaN equals NaN, an infinity equals only itself; everything else
 * must be identical in kind, shape and value.
 */
export function compareOutputs(
  expected: Answer,
  actual: Answer,
  tolerance: Tolerance,
): string | null {
  const given = new Map(actual.outputs.map(({ name, value }) => [name, value]));
  for (const { name, value } of expected.outputs) {
    if (!given.has(name)) return `output ${quote(name)} is missing`;
    const reason = compareValues(value, given.get(name) as OutputValue, tolerance);
    if (reason !== null) return `output ${quote(name)}${reason}`;
  }
  const extra = actual.outputs.find(
    ({ name }) => !expected.outputs.some((output) => output.name === name),
  );
  if (extra !== undefined) return `output ${quote(extra.name)} was not there before`;
  // As many outputs under the same names can still differ where a name is given twice.
  if (actual.outputs.length !== expected.outputs.length) {
    return `${actual.outputs.length} outputs instead of ${expected.outputs.length}`;
  }
  return null;
}

/** The path to the first difference and what it is, ready to follow the output's name. */
function compareValues(
  expected: OutputValue,
  actual: OutputValue,
  tolerance: Tolerance,
): string | null {
  if (typeof expected === "number" && typeof actual === "number") {
    return numbersAgree(expected, actual, tolerance) ? null : instead(expected, actual);
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) {
      return `: ${actual.length} values instead of ${expected.length}`;
    }
    return firstDifference(expected.keys(), expected, actual, tolerance);
  }
  if (isRecord(expected) && isRecord(actual)) {
    const missing = Object.keys(expected).find((key) => !Object.hasOwn(actual, key));
    if (missing !== undefined) return `[${quote(missing)}] is missing`;
    const extra = Object.keys(actual).find((key) => !Object.hasOwn(expected, key));
    if (extra !== undefined) return `[${quote(extra)}] was not there before`;
    return firstDifference(Object.keys(expected), expected, actual, tolerance);
  }
  return expected === actual ? null : instead(expected, actual);
}

function firstDifference<Key extends string | number>(
  keys: Iterable<Key>,
  expected: { [key in Key]: OutputValue },
  actual: { [key in Key]: OutputValue },
  tolerance: Tolerance,
): string | null {
  for (const key of keys) {
    const reason = compareValues(expected[key], actual[key], tolerance);
    if (reason !== null) return `[${typeof key === "string" ? quote(key) : key}]${reason}`;
  }
  return null;
}

function numbersAgree(expected: number, actual: number, { abs, rel }: Tolerance): boolean {
  // Infinity would otherwise be within a relative tolerance of everything.
  if (!Number.isFinite(expected) || !Number.isFinite(actual)) {
    return expected === actual || (Number.isNaN(expected) && Number.isNaN(actual));
  }
  return Math.abs(expected - actual) <= abs + rel * Math.abs(expected);
}

function isRecord(value: OutputValue): value is { [key: string]: OutputValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function instead(expected: OutputValue, actual: OutputValue): string {
  return `: ${show(actual)} instead of ${show(expected)}`;
}

const LONGEST = 60;

function quote(text: string): string {
  return JSON.stringify(cut(text));
}

/** JSON has no NaN and no infinity, and a server's text may be endless. */
function show(value: OutputValue): string {
  if (typeof value === "string") return quote(value);
  return typeof value === "number" ? String(value) : cut(JSON.stringify(value));
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
