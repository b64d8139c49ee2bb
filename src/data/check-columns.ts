import { nearestName } from "../config/nearest-name";
import { quote } from "../config/quote";
import type { DataConfig } from "../config/types";
import { dataError } from "./data-error";
import { parseSlice } from "./slices";
import type { Table } from "./table";

/** Fails with `data/missing-column` where the config names a column that is not there. */
export function checkColumns(config: DataConfig, { columns }: Table, file: string): void {
  const named: [role: string, column: string][] = [
    ...(config.features ?? []).map((column): [string, string] => ["data.features", column]),
    ...(config.label === null ? [] : [["data.label", config.label] as [string, string]]),
    ...(config.id === null ? [] : [["data.id", config.id] as [string, string]]),
    ...config.slices.map((text): [string, string] => ["data.slices", parseSlice(text).column]),
  ];
  for (const [role, column] of named) {
    if (columns.includes(column)) continue;
    const nearest = nearestName(column, columns);
    throw dataError(
      "data/missing-column",
      { file },
      `no column ${quote(column)} (${role})${nearest === null ? "" : `; did you mean ${quote(nearest)}?`}`,
      `The columns are ${columns.slice(0, MOST_LISTED).map(quote).join(", ")}${columns.length > MOST_LISTED ? ", …" : ""}.`,
    );
  }
}

const MOST_LISTED = 20;

/** A row without its answer would silently count as wrong, or not at all. */
export function checkLabels(
  { label }: DataConfig,
  { columns, rows, lines }: Table,
  file: string,
): void {
  if (label === null) return;
  const index = columns.indexOf(label);
  const first = rows.findIndex((row) => row[index] === null);
  if (first < 0) return;
  const count = rows.filter((row) => row[index] === null).length;
  throw dataError(
    "data/missing-label",
    { file, line: lines[first] as number, row: first + 1, column: label },
    `the label is empty${count > 1 ? `, and in ${count - 1} more rows` : ""}`,
    "Take the rows without a label out.",
  );
}
