import type { CompareLimits } from "../../config/types";
import type { OutputValue } from "../../protocols/types";
import type { Found } from "./found";
import type { JsonRules } from "./json-differences";

/** What every way of comparing is told. */
export interface CompareRules extends CompareLimits, JsonRules {
  /** Class names in the order of the scores; null where none are known. */
  classes: readonly string[] | null;
  /** The class that a value names, null where it names none. */
  labelOf(value: OutputValue): string | null;
}

export interface Compared {
  /** Empty where the two agree. */
  found: Found[];
  /** How far apart they are though they agree, in the unit of the comparison; null where it has none. */
  distance: number | null;
  /** All of it is ignored, so that agreeing says nothing; left out, something was looked at. */
  saysNothing?: boolean;
}

/** One way to compare a value of an output with another. */
export interface Comparer {
  /** What it compares, for messages: "a list of numbers". */
  takes: string;
  /** Whether a value can be compared like this. */
  isFit(value: OutputValue, rules: CompareRules): boolean;
  /** Both are fit. */
  compare(expected: OutputValue, actual: OutputValue, rules: CompareRules): Compared;
}

/** Of two values that are or are not the same as wholes. */
export function asWhole(
  agree: boolean,
  difference: { kind?: Found["kind"]; text: () => string; size: number },
  distance: number | null,
): Compared {
  if (agree) return { found: [], distance };
  const { kind = "value", text, size } = difference;
  return { found: [{ at: [], kind, text: text(), size: Math.min(1, size) }], distance };
}
