import { nearestName } from "../../config/nearest-name";
import { quote } from "../../config/quote";
import type { Dataset } from "../../data/types";
import { InfergateError } from "../../errors";

/**
 * Whether the column that assigns requests to a side is there, which only the data can tell. `at` is
 * its key in the config. Throws `config/…` before anything is sent.
 */
export function checkKey(at: string, key: string | null, data: Dataset | null): void {
  if (key === null) return;
  if (data === null) {
    throw new InfergateError(
      "config/missing-key",
      `${at} ${quote(key)} is a column, and there is no data`,
      `data: { file: rows.csv }, or leave ${at} out: then a side is drawn for each request.`,
    );
  }
  if (Object.hasOwn(data.types, key)) return;
  const nearest = nearestName(key, Object.keys(data.types));
  throw new InfergateError(
    "config/unknown-column",
    `${at}: ${data.file} has no column ${quote(key)}${nearest === null ? "" : `; did you mean ${nearest}?`}`,
    `Columns are ${Object.keys(data.types).slice(0, 20).join(", ")}.`,
  );
}
