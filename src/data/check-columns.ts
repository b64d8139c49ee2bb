import { nearestName } from "../config/nearest-name";
import { quote } from "../config/quote";
import type { DataConfig } from "../config/types";
import { dataError } from "./data-error";
import { parseSlice } from "./slices";

/** Fails with `data/missing-column` where the config names a column that is not there. */
export function checkColumns(config: DataConfig, columns: readonly string[], file: string): void {
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
