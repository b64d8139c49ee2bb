/** What is wrong at a place: nothing there, something new, another type, another shape, another value. */
export type DifferenceKind = "missing" | "extra" | "type" | "shape" | "value";

/** One way in which the value of an output differs from what was expected. */
export interface Found {
  /** From the output's value on; empty for the value as a whole. */
  at: readonly (string | number)[];
  kind: DifferenceKind;
  /** For people: `"Adelie" instead of "Gentoo"`; empty where the kind says it all. */
  text: string;
  /** How far apart, from 0 to 1: to sort by, not to judge by. */
  size: number;
}
