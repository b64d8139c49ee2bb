import type { OutputValue } from "../../protocols/types";

export function isNumber(value: OutputValue): value is number {
  return typeof value === "number";
}

export function isText(value: OutputValue): value is string {
  return typeof value === "string";
}

export function isRecord(value: OutputValue): value is { [key: string]: OutputValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list of numbers, at least one. */
export function isNumbers(value: OutputValue): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every(isNumber);
}

/** Scores by name, at least two. */
export function isNamedScores(value: OutputValue): value is { [name: string]: number } {
  if (!isRecord(value)) return false;
  const scores = Object.values(value);
  return scores.length >= 2 && scores.every(isNumber);
}

const NAME_KEYS = ["label", "class", "name", "id"];
const SCORE_KEYS = ["score", "probability", "confidence"];

/** `[{"label": "tabby", "score": 0.9}, …]`, as image and text classifiers answer; null for all else. */
export function readScoredLabels(value: OutputValue): [name: string, score: number][] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const pairs = value.map((item): [string, number] | null => {
    if (!isRecord(item) || Object.keys(item).length !== 2) return null;
    const [name] = NAME_KEYS.flatMap((key) => (Object.hasOwn(item, key) ? [item[key]] : []));
    const [score] = SCORE_KEYS.flatMap((key) => (Object.hasOwn(item, key) ? [item[key]] : []));
    const named = typeof name === "string" || typeof name === "number";
    return named && typeof score === "number" ? [String(name), score] : null;
  });
  return pairs.every((pair) => pair !== null) ? pairs : null;
}

/** Whether there is NaN anywhere in it: no prediction, whoever agrees with it. */
export function holdsNaN(value: OutputValue): boolean {
  if (typeof value === "number") return Number.isNaN(value);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsNaN);
}
