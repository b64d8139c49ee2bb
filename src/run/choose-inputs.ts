import type { Dataset, Row } from "../data/types";
import type { ModelBinding } from "../protocols/types";

/** Enough for every caller of the isolation check to have an input of its own. */
const INVENTED_ROWS = 64;

/** The rows to send: the user's, else rows invented from the model's metadata, else none. */
export function chooseInputs(
  data: Dataset | null,
  model: ModelBinding,
  random: () => number,
): readonly Row[] {
  if (data) return data.sample;
  const rows: Row[] = [];
  for (let index = 0; index < INVENTED_ROWS; index++) {
    const row = model.inventRow(random);
    if (row === null) return [];
    rows.push(row);
  }
  return rows;
}
