/** Milliseconds in one unit of a duration. */
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

export const HOUR_MS = UNITS.h as number;

export type Quantity = { value: number; unit: "none" | "share" | "ms" };

const QUANTITY = /^(-?\d+(?:\.\d+)?) ?(%|ms|s|m|h)?$/;

/**
 * A number with what it measures: `5s` is 5000 ms, `1%` is the share 0.01, and a bare number says
 * nothing of itself. Null for any other text.
 */
export function parseQuantity(given: number | string): Quantity | null {
  if (typeof given === "number") return { value: given, unit: "none" };
  const [, digits, unit] = QUANTITY.exec(given) ?? [];
  if (digits === undefined) return null;
  if (unit === undefined) return { value: Number(digits), unit: "none" };
  if (unit === "%") return { value: divide(Number(digits), 100), unit: "share" };
  return { value: Number(digits) * (UNITS[unit] as number), unit: "ms" };
}

/** Milliseconds: `5s` is 5000. Null for any other text. */
export function parseDuration(given: string): number | null {
  const quantity = parseQuantity(given);
  return quantity?.unit === "ms" ? quantity.value : null;
}

/** Requests per second: `20/s` is 20, `600/m` is 10. Null for any other text. */
export function parseRate(given: string): number | null {
  const [, digits, unit] = /^(-?\d+(?:\.\d+)?)\/(s|m)$/.exec(given) ?? [];
  if (digits === undefined) return null;
  return unit === "m" ? Number(digits) / 60 : Number(digits);
}

/** Bytes: `2GiB` is 2³¹, `2GB` is 2·10⁹. Null for any other text. */
export function parseBytes(given: string): number | null {
  const [, digits, prefix, binary] = /^(\d+(?:\.\d+)?) ?([kKMGT])?(i)?B$/.exec(given) ?? [];
  if (digits === undefined) return null;
  const power = prefix === undefined ? 0 : PREFIXES.indexOf(prefix.toUpperCase()) + 1;
  return Number(digits) * (binary ? 1024 : 1000) ** power;
}

const PREFIXES = ["K", "M", "G", "T"];

/** 29 % must be the very number that 0.29 is, so that both ways of writing a limit judge alike. */
function divide(value: number, by: number): number {
  return Number((value / by).toPrecision(15));
}
