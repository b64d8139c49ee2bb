import { quote } from "../config/quote";
import type { DataConfig } from "../config/types";
import { dataError, type Place } from "./data-error";
import { SliceReader } from "./slices";
import { CHUNK_ROWS } from "./table";
import type { TypedBlock } from "./typed-rows";
import type { ColumnType, Row } from "./types";

/** Beyond this many different labels the column is a measure, not a class. */
const MOST_LABELS = 1000;

/** What the second reading found. */
export interface Survey {
  /** All rows, or `CHUNK_ROWS` of them drawn at random, in the order of the file. */
  sample: Row[];
  /** The different labels as text; null where they are too many to be classes. */
  labels: ReadonlySet<string> | null;
}

/**
 * Fails with `data/missing-label`, and with `data/bad-slice` where a slice does not fit the rows, or no
 * row is in it: a value that is misspelt would never be judged.
 */
export async function surveyRows(
  blocks: AsyncIterable<TypedBlock>,
  config: DataConfig,
  types: Record<string, ColumnType>,
  { file, random }: { file: string; random: () => number },
): Promise<Survey> {
  const sample = new Reservoir(random);
  const slices = new SliceReader(types, config.slices);
  const empty = new Set(config.slices);
  const missing = new MissingLabels(config.label, file);
  let labels: Set<string> | null = new Set();
  for await (const { rows, placeOf } of blocks) {
    for (const [index, row] of rows.entries()) {
      sample.see(row);
      for (const [which, name] of slices.namesOf(row).entries()) {
        if (name !== null) empty.delete(config.slices[which] as string);
      }
      missing.see(row, () => placeOf(index));
      if (config.label !== null) labels?.add(String(row[config.label]));
      if (labels && labels.size > MOST_LABELS) labels = null;
    }
  }
  missing.check();
  for (const slice of empty) {
    throw dataError(
      "data/bad-slice",
      { file },
      `no row is in the slice ${quote(slice)}`,
      "Write the value as it stands in the file, or leave the slice out.",
    );
  }
  return { sample: sample.inOrder(), labels };
}

/**
 * A simple random sample of rows whose number nobody knows beforehand: algorithm R
 * (J. S. Vitter, "Random sampling with a reservoir", ACM TOMS 11(1), 1985).
 */
class Reservoir {
  private readonly kept: { row: Row; at: number }[] = [];
  private seen = 0;

  constructor(private readonly random: () => number) {}

  see(row: Row): void {
    const at = this.seen++;
    const place = at < CHUNK_ROWS ? at : Math.floor(this.random() * this.seen);
    if (place < CHUNK_ROWS) this.kept[place] = { row, at };
  }

  inOrder(): Row[] {
    return this.kept.sort((a, b) => a.at - b.at).map(({ row }) => row);
  }
}

/** A row without its answer would silently count as wrong, or not at all; any text contains a blank. */
class MissingLabels {
  private first: Place | null = null;
  private count = 0;

  constructor(
    private readonly label: string | null,
    private readonly file: string,
  ) {}

  see(row: Row, place: () => Place): void {
    const label = this.label === null ? undefined : row[this.label];
    if (label !== null && !(typeof label === "string" && label.trim() === "")) return;
    this.first ??= place();
    this.count++;
  }

  check(): void {
    if (this.first === null || this.label === null) return;
    throw dataError(
      "data/missing-label",
      { ...this.first, file: this.file, column: this.label },
      `the label is empty${this.count > 1 ? `, and in ${this.count - 1} more rows` : ""}`,
      "Take the rows without a label out.",
    );
  }
}
