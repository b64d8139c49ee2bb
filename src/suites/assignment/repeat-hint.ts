import type { SentRow } from "./send-rows";

export const MORE_INPUTS =
  "More distinct inputs in data.file make the interval speak of more than these.";

/** The interval is that of this traffic; inputs sent again tell little about inputs never sent. */
export function repeatHint(requests: readonly Pick<SentRow, "row">[]): string | null {
  const distinct = new Set(requests.map(({ row }) => row)).size;
  return distinct * 2 > requests.length
    ? null
    : `Each input was sent about ${Math.round(requests.length / distinct)} times. ${MORE_INPUTS}`;
}
