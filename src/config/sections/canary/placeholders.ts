import type { Context } from "../../context";
import { nearestName } from "../../nearest-name";
import type { KeyPath } from "../../problem";

/** Blanks inside are a slip; what is no plain word is somebody else's template. */
const PLACEHOLDER = /\{\{\s*([a-z_]+)\s*\}\}/gi;

/** Reports the `{{names}}` that nothing is put in for. */
export function checkPlaceholders(
  context: Context,
  path: KeyPath,
  text: string,
  known: readonly string[],
): void {
  for (const [whole, name = ""] of text.matchAll(PLACEHOLDER)) {
    if (known.some((one) => whole === `{{${one}}}`)) continue;
    const nearest = nearestName(name, known);
    const meant = nearest === null ? "" : `; did you mean {{${nearest}}}?`;
    const found = `expected ${known.map((one) => `{{${one}}}`).join(", ")}, found ${whole}${meant}`;
    context.report("config/impossible-value", path, found);
  }
}
