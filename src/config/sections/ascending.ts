import type { Context } from "../context";
import type { KeyPath } from "../problem";

/** Whether the numbers rise from one to the next; the first that does not is reported. */
export function checkAscending(
  context: Context,
  path: KeyPath,
  numbers: readonly number[],
): boolean {
  const index = numbers.findIndex((number, i) => i > 0 && number <= (numbers[i - 1] as number));
  if (index < 0) return true;
  context.report(
    "config/impossible-value",
    [...path, index],
    `expected more than the ${numbers[index - 1]} before it, found ${numbers[index]}`,
  );
  return false;
}
