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
  const leftOut = new LeftOutCounts();
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
    leftOut.see(block);
    if (count > CHUNK_ROWS) held = null;
    else if (block.rows.length > 0) held?.push(block);
  }
  const { types, remarks } = summarise(columns, inferences);
  return {
    columns,
    types,
    remarks: [...remarks, ...leftOut.remarks(columns)],
    count,
    held,
  };
}

/** How often what was left out, and as what. */
class LeftOutCounts {
  private readonly counts = new Map<string, Map<string, number>>();

  see({ leftOut = [] }: Block): void {
    for (const { as, what } of leftOut) {
      const counts = this.counts.get(as) ?? new Map<string, number>();
      this.counts.set(as, counts.set(what, (counts.get(what) ?? 0) + 1));
    }
  }

  remarks([column = ""]: readonly string[]): Scan["remarks"] {
    return [...this.counts].map(([as, counts]) => {
      const parts = [...counts].map(([what, count]) => `${count} ${quote(what)}`);
      return { column, text: `left out, as ${as}: ${parts.join(", ")}` };
    });
  }
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
