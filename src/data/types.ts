import type { Binary } from "./binary";

export type Scalar = string | number | boolean | null;

/** A list is one value, such as an embedding or a tensor's row. */
export type Cell = Scalar | Binary | readonly Cell[];

/** One row by column name. */
export type Row = Readonly<Record<string, Cell>>;

export type ColumnType = "number" | "text" | "boolean" | "list" | "binary";

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
