export interface Column {
  title: string;
  align: "left" | "right";
}

/** A GitHub table. Cells are Markdown already: whoever makes them escapes them. */
export function markdownTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string {
  const rules = columns.map(({ align }) => (align === "right" ? "--:" : ":--"));
  return [columns.map(({ title }) => title), rules, ...rows].map(row).join("\n");
}

/** A number does not break before its unit; it may before a bracket. */
export function keepTogether(cell: string): string {
  return cell.replace(/ (?!\\?[[(])/g, "\u00a0");
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => (cell === "" ? "–" : cell)).join(" | ")} |`;
}
