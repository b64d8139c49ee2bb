import type { OutputValue } from "../../protocols/types";

/** Beyond this many left over, one by one takes too long: they are then said to differ. */
const MOST_COMPARED = 300;

/**
 * What is on one side only of two lists whose order says nothing; what is there twice counts twice.
 * Equal ones go first, by their JSON; of the rest each takes the first that `isSame`.
 */
export function matchAsSets(
  expected: readonly OutputValue[],
  actual: readonly OutputValue[],
  isSame: (one: OutputValue, other: OutputValue) => boolean,
): { missing: OutputValue[]; extra: OutputValue[] } {
  const waiting = new Map<string, OutputValue[]>();
  for (const item of actual) {
    const key = canonical(item);
    const same = waiting.get(key);
    if (same) same.push(item);
    else waiting.set(key, [item]);
  }
  const unmatched = expected.filter((item) => waiting.get(canonical(item))?.pop() === undefined);
  const extra = [...waiting.values()].flat();
  if (Math.max(unmatched.length, extra.length) > MOST_COMPARED)
    return { missing: unmatched, extra };
  const missing = unmatched.filter((item) => {
    const place = extra.findIndex((other) => isSame(item, other));
    if (place >= 0) extra.splice(place, 1);
    return place < 0;
  });
  return { missing, extra };
}

/** JSON with its keys in order, and with the numbers that JSON does not have. */
function canonical(value: OutputValue): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key] as OutputValue)}`);
    return `{${entries.join()}}`;
  }
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}
