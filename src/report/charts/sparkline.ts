const BARS = "▁▂▃▄▅▆▇█";

/** One bar a value, from zero to the largest; what was not measured is a dot. */
export function sparkline(values: readonly (number | null)[]): string {
  const largest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return values.map((value) => (value === null ? "·" : barFor(value, largest))).join("");
}

function barFor(value: number, largest: number): string {
  const height = largest > 0 ? Math.max(value, 0) / largest : 0;
  return BARS[Math.round(height * (BARS.length - 1))] as string;
}
