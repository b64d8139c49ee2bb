import { nearestName } from "../../config/nearest-name";
import { quote } from "../../config/quote";
import type { AbConfig } from "../../config/types";
import type { Dataset } from "../../data/types";
import { InfergateError } from "../../errors";

/** What only the data can tell. Throws `config/…` before anything is sent. */
export function checkAb({ key }: AbConfig, data: Dataset | null): void {
  if (key === null) return;
  if (data === null) {
    throw new InfergateError(
      "config/missing-key",
      `ab.key ${quote(key)} is a column, and there is no data`,
      "data: { file: rows.csv }, or leave ab.key out: then a side is drawn for each request.",
    );
  }
  if (Object.hasOwn(data.types, key)) return;
  const nearest = nearestName(key, Object.keys(data.types));
  throw new InfergateError(
    "config/unknown-column",
    `ab.key: ${data.file} has no column ${quote(key)}${nearest === null ? "" : `; did you mean ${nearest}?`}`,
    `Columns are ${Object.keys(data.types).slice(0, 20).join(", ")}.`,
  );
}
