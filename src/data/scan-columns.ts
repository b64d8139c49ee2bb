import { quote } from "../config/quote";
import { type ColumnInference, TextInference, ValueInference } from "./infer-types";
import type { Source } from "./source";
import { type Block, CHUNK_ROWS, placeOf } from "./table";
import type { ColumnType } from "./types";

/** What the first reading of a file found. */
export interface Scan {
  columns: readonly string[];
  types: Record<string, ColumnType>;
  /** Column by column what people should know of how its type was found. */
  remarks: { column: string; text: string }[];
  count: number;
  /** The file itself, where it is small enough to be held. */
  held: Block[] | null;
}

/** Reads all rows once, for the type of each column. Fails with `data/mixed-types`. */
export async function scanColumns(source: Source): Promise<Scan> {
  const inferences: ColumnInference[] = [];
  let columns: readonly string[] = [];
  let count = 0;
  let held: Block[] | null = [];
  const leftOut = new Map<string, number>();
  for await (const block of source.blocks()) {
    columns = block.columns;
    while (inferences.length < columns.length) {
      inferences.push(source.typed ? new ValueInference() : new TextInference());
    }
    for (const [index, row] of block.rows.entries()) {
      const before = count;
      for (const [place, inference] of inferences.entries()) {
        inference.see(row[place] ?? null, () => ({
          ...placeOf(block, index, before, source.file),
          column: columns[place] as string,
        }));
      }
    }
    count += block.rows.length;
    const { leftOut: method } = block;
    if (method !== undefined) leftOut.set(method, (leftOut.get(method) ?? 0) + 1);
    if (count > CHUNK_ROWS) held = null;
    else if (block.rows.length > 0) held?.push(block);
  }
  const { types, remarks } = summarise(columns, inferences);
  return {
    columns,
    types,
    remarks: [...remarks, ...describeLeftOut(columns, leftOut)],
    count,
    held,
  };
}

function describeLeftOut(
  [column = ""]: readonly string[],
  leftOut: ReadonlyMap<string, number>,
): Scan["remarks"] {
  if (leftOut.size === 0) return [];
  const methods = [...leftOut].map(([method, count]) => `${count} ${quote(method)}`).join(", ");
  return [{ column, text: `left out, as no inference: ${methods}` }];
}

function summarise(columns: readonly string[], inferences: readonly ColumnInference[]) {
  // Without a prototype: a column may be called __proto__ or constructor.
  const types: Scan["types"] = Object.create(null);
  const remarks: Scan["remarks"] = [];
  for (const [index, inference] of inferences.entries()) {
    const column = columns[index] as string;
    types[column] = inference.type();
    const text = inference.remark();
    if (text !== null) remarks.push({ column, text });
  }
  return { types, remarks };
}
