import { quote } from "../config/quote";
import type { ColumnType, Dataset } from "../data/types";

const SHOWN_TYPES: Record<ColumnType, string> = {
  number: "number",
  text: "text",
  boolean: "true/false",
  list: "list",
  binary: "file",
  request: "captured request",
};

const MOST_COLUMNS = 30;

/** What was read, and as what: a column of the wrong type is seen before anything is sent. */
export function describeData(data: Dataset): string[] {
  const { file, count, features, label, types, remarks } = data;
  const show = (column: string) => `${quote(column)} (${SHOWN_TYPES[types[column] as ColumnType]})`;
  if (types[features[0] ?? ""] === "request") {
    const left = remarks.map(({ text }) => `; ${text}`).join("");
    return [`${file}: ${count} captured requests, sent as they are${left}`];
  }
  const sent = features.slice(0, MOST_COLUMNS).map(show).join(", ");
  const more = features.length > MOST_COLUMNS ? ` and ${features.length - MOST_COLUMNS} more` : "";
  const judged = label === null ? "" : `; the right answer is ${show(label)}`;
  const wanted = new Set([...features, label]);
  return [
    `${file}: ${count} rows; sends ${sent}${more}${judged}`,
    ...remarks
      .filter(({ column }) => wanted.has(column))
      .slice(0, MOST_COLUMNS)
      .map(({ column, text }) => `${file}: column ${quote(column)} ${text}`),
  ];
}
