export type Cell = string | number | boolean | null;

/** One row by column name. */
export type Row = Readonly<Record<string, Cell>>;

export type ColumnType = "number" | "text" | "boolean";

export interface Dataset {
  /** As the user wrote it, for messages. */
  file: string;
  rows: Row[];
  /** Columns that are sent, in the order they are sent. */
  features: string[];
  types: Record<string, ColumnType>;
  label: string | null;
  id: string | null;
}
