import type { Place } from "./data-error";
import { convertCell } from "./infer-types";
import type { Scan } from "./scan-columns";
import { type Block, placeOf, type RawCell } from "./table";
import type { Cell, ColumnType, Row } from "./types";

/** Rows by column name, each cell of its column's type, with where they stand. */
export interface TypedBlock {
  rows: Row[];
  placeOf(index: number): Place;
}

export async function* typedRows(
  blocks: Iterable<Block> | AsyncIterable<Block>,
  { columns, types }: Pick<Scan, "columns" | "types">,
  file: string,
): AsyncGenerator<TypedBlock> {
  let count = 0;
  for await (const block of blocks) {
    const before = count;
    count += block.rows.length;
    yield {
      rows: block.rows.map((cells) => toRow(cells, columns, types)),
      placeOf: (index) => placeOf(block, index, before, file),
    };
  }
}

function toRow(
  cells: readonly RawCell[],
  columns: readonly string[],
  types: Record<string, ColumnType>,
): Row {
  // Without a prototype: a column may be called __proto__ or constructor.
  const row: Record<string, Cell> = Object.create(null);
  for (const [index, column] of columns.entries()) {
    row[column] = convertCell(cells[index] ?? null, types[column] as ColumnType);
  }
  return row;
}
