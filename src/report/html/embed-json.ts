import { type Html, verbatim } from "./html";

/**
 * JSON for a script element that is data. Nothing in it ends the element or opens a comment (HTML Living
 * Standard § 4.12.1.3), and no line separator is left that older JavaScript takes for a line break.
 */
export function embedJson(value: unknown): Html {
  const text = JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return verbatim(text);
}
