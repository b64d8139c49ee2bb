import { type Slice, SliceIndex } from "../../data/slices";
import type { Cell, Dataset, Row } from "../../data/types";

/** What the rows themselves say, gathered as they pass: the rows are not held. */
export class LabelledRows {
  /** The right answers in the order of the rows; empty where there is no label. */
  readonly truth: Cell[] = [];
  private readonly index: SliceIndex;
  private count = 0;

  constructor(
    private readonly data: Pick<Dataset, "label" | "types">,
    slices: readonly string[],
  ) {
    this.index = new SliceIndex(data.types, slices);
  }

  add(row: Row): void {
    const { label } = this.data;
    if (label !== null) this.truth.push(row[label] ?? null);
    this.index.add(row, this.count++);
  }

  slices(): Slice[] {
    return this.index.slices();
  }
}
