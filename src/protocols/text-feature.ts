import type { Row } from "../data/types";
import { InfergateError } from "../errors";
import { featuresOf } from "./instances";

/** The one text that a generative or embedding model is asked with. */
export function textOf(row: Row, features: readonly string[] | null): string {
  const columns = featuresOf(features, [row]);
  const [only] = columns;
  const value = only === undefined ? undefined : row[only];
  if (columns.length === 1 && value !== null && value !== undefined && typeof value !== "object") {
    return String(value);
  }
  throw new InfergateError(
    "data/text-feature",
    columns.length === 1
      ? `column "${only}" holds no text to send`
      : `the model takes one text, but the rows have ${columns.length} features (${columns.slice(0, 10).join(", ")})`,
    "Name the column that holds the prompt: data: { features: [prompt] }",
  );
}

/** Prompts whose answers differ, so that a mix-up between callers shows. */
const PROMPTS = [
  "Name the capital of COUNTRY. Answer with one word.",
  "Translate the word COUNTRY into French. Answer with one word.",
  "Count the letters of the word COUNTRY. Answer with a number.",
];
const COUNTRIES = [
  "France",
  "Japan",
  "Brazil",
  "Kenya",
  "Canada",
  "Norway",
  "Egypt",
  "India",
  "Chile",
  "Poland",
  "Greece",
  "Peru",
  "Ghana",
  "Spain",
  "Nepal",
  "Cuba",
  "Italy",
  "Iran",
  "Laos",
  "Mali",
  "Oman",
  "Fiji",
];

/** A canned prompt, where the user gives no rows. */
export function inventPrompt(random: () => number): Row {
  const draw = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  return { prompt: draw(PROMPTS).replace("COUNTRY", draw(COUNTRIES)) };
}
