import { quote } from "../config/quote";
import { dataError } from "./data-error";
import { convertCell, inferType, sharedType } from "./infer-types";
import type { Table } from "./table";
import type { Cell, ColumnType, Dataset, Row } from "./types";

/** Maps without a prototype: a column may be called __proto__ or constructor. */
function emptyMap<Value>(): Record<string, Value> {
  return Object.create(null);
}

/** The type of each column; fails with `data/mixed-types` where typed cells differ. */
export function readTypes({ columns, rows, lines, typed }: Table, file: string): Dataset["types"] {
  const types = emptyMap<ColumnType>();
  for (const [index, column] of columns.entries()) {
    const cells = rows.map((row) => row[index] as Cell);
    if (!typed) {
      types[column] = inferType(cells as (string | null)[]);
      continue;
    }
    const type = sharedType(cells);
    if (type === null) {
      const first = cells.find((cell) => cell !== null);
      const other = cells.findIndex((cell) => cell !== null && typeof cell !== typeof first);
      throw dataError(
        "data/mixed-types",
        { file, line: lines[other] as number, row: other + 1, column },
        `${showCell(cells[other])}, but the rows before have ${showCell(first)}`,
        "A column holds values of one type.",
      );
    }
    types[column] = type;
  }
  return types;
}

function showCell(cell: Cell | undefined): string {
  return Array.isArray(cell) ? "a list" : quote(cell);
}

/** Rows by column name, each cell of its column's type. */
export function toRows({ columns, rows, typed }: Table, types: Dataset["types"]): Row[] {
  return rows.map((cells) => {
    const row = emptyMap<Cell>();
    for (const [index, column] of columns.entries()) {
      const cell = cells[index] as Cell;
      row[column] = typed ? cell : convertCell(cell as string | null, types[column] as ColumnType);
    }
    return row;
  });
}
