import type { OutputValue } from "../protocols/types";

/**
 * The class that a prediction names. Scores count by their greatest: the class is the one at that
 * place in `classes`, or the place itself where no classes are known. Texts and numbers stand for
 * themselves; an object of scores is the name of its greatest. Null where the value is none of these.
 */
export function predictedLabel(
  value: OutputValue,
  classes: readonly string[] | null,
): string | null {
  if (Array.isArray(value)) {
    if (value.length === 0 || !value.every((score) => typeof score === "number")) return null;
    // A list of one is its element, not the only class there is.
    if (value.length === 1) return predictedLabel(value[0] as OutputValue, classes);
    const place = placeOfGreatest(value as number[]);
    return classes?.[place] ?? String(place);
  }
  if (typeof value === "object" && value !== null) return nameOfGreatest(Object.entries(value));
  return value === null ? null : String(value);
}

/** Scores by class name, as image classifiers answer. */
function nameOfGreatest(scores: [name: string, score: OutputValue][]): string | null {
  if (scores.length === 0 || !scores.every(([, score]) => typeof score === "number")) return null;
  return scores[placeOfGreatest(scores.map(([, score]) => score as number))]?.[0] ?? null;
}

/** The prediction as a number, null where it is none. */
export function predictedNumber(value: OutputValue): number | null {
  if (typeof value === "number") return value;
  if (Array.isArray(value) && value.length === 1) return predictedNumber(value[0] as OutputValue);
  return null;
}

function placeOfGreatest(scores: readonly number[]): number {
  let place = 0;
  for (const [index, score] of scores.entries()) {
    if (score > (scores[place] as number)) place = index;
  }
  return place;
}
