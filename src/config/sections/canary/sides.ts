import type { Context } from "../../context";
import type { KeyPath } from "../../problem";

/** Both sides by one value are one side. */
export function checkSides(
  context: Context,
  path: KeyPath,
  { candidate, baseline }: { candidate: string; baseline: string },
): void {
  if (candidate !== baseline) return;
  const text = "is the candidate's value too, so that nothing tells the two apart";
  context.report("config/impossible-value", [...path, "baseline"], text);
}
