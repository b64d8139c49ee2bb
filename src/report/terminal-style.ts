import type { Outcome } from "../verdict/result";

export type Paint = (outcome: Outcome | "dim" | "bold", text: string) => string;

/** SGR codes (ECMA-48 § 8.3.117) of the eight basic colours, which every theme keeps readable. */
const CODES: Record<Outcome | "dim" | "bold", string> = {
  pass: "32",
  fail: "31",
  error: "35",
  inconclusive: "33",
  skipped: "2",
  dim: "2",
  bold: "1",
};

/** Paints, or, without colour, returns the text as it is. */
export function createPaint(colour: boolean): Paint {
  return (style, text) => (colour ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text);
}
