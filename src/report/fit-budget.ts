/**
 * The richest rendering that fits: levels stand in the order in which things are left out. Null where
 * not even the last one fits.
 */
export function fitBudget<Level>(
  levels: readonly Level[],
  render: (level: Level) => string,
  sizeOf: (text: string) => number,
  budget: number,
): string | null {
  for (const level of levels) {
    const text = render(level);
    if (sizeOf(text) <= budget) return text;
  }
  return null;
}
