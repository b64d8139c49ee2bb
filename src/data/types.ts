import type { Binary } from "./binary";
import type { CapturedRequest } from "./captures/captured-request";

export type Scalar = string | number | boolean | null;

/** A list is one value, such as an embedding or a tensor's row. */
export type Cell = Scalar | Binary | CapturedRequest | readonly Cell[];

/** One row by column name. */
export type Row = Readonly<Record<string, Cell>>;

export type ColumnType = "number" | "text" | "boolean" | "list" | "binary" | "request";

export interface Dataset {
  /** As the user wrote it, for messages. */
  file: string;
  /** Rows in the file. */
  count: number;
  /** All rows, or where they are more than are held in memory, as many drawn at random. */
  sample: readonly Row[];
  /** Every row, in the order of the file, some at a time: the file may be larger than memory. */
  chunks(): AsyncIterable<readonly Row[]>;
  /** Columns that are sent, in the order they are sent. */
  features: string[];
  types: Record<string, ColumnType>;
  /** What people should know of how the types were found. */
  remarks: { column: string; text: string }[];
  label: string | null;
  /** The different labels as text; null where they are too many to be classes. */
  labels: ReadonlySet<string> | null;
  id: string | null;
}
