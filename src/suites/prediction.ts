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
    // A list of one is its element, not the only class there is.
    if (value.length === 1) return predictedLabel(value[0] as OutputValue, classes);
    if (!areScores(value)) return null;
    const place = placeOfGreatest(value);
    return classes?.[place] ?? String(place);
  }
  if (typeof value === "object" && value !== null) return nameOfGreatest(Object.entries(value));
  return value === null ? null : String(value);
}

/** Scores by class name, as image classifiers answer. */
function nameOfGreatest(named: [name: string, score: OutputValue][]): string | null {
  const scores = named.map(([, score]) => score);
  return areScores(scores) ? (named[placeOfGreatest(scores)]?.[0] ?? null) : null;
}

/** Where one is no number, nobody can say which is the greatest: a model of NaNs knows no class. */
function areScores(values: readonly OutputValue[]): values is number[] {
  return (
    values.length > 0 && values.every((score) => typeof score === "number" && !Number.isNaN(score))
  );
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
