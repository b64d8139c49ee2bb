import { stat } from "node:fs/promises";
import { dataError } from "./data-error";
import { fileFault } from "./read-text";
import type { Block, Reader } from "./table";

/** A file that can be read more than once, from its first row. */
export interface Source {
  /** How messages call it. */
  file: string;
  typed: boolean;
  /** Columns that are no features unless the config names them. */
  aside: readonly string[];
  /** Fails with `data/changed` where the file is no longer what it was when it was opened. */
  blocks(): AsyncGenerator<Block>;
}

export async function openSource(reader: Reader, path: string, file: string): Promise<Source> {
  const first = await stampOf(path, file);
  return {
    file,
    typed: reader.typed,
    aside: reader.aside ?? [],
    async *blocks() {
      yield* reader.read(path, file);
      if ((await stampOf(path, file)) === first) return;
      throw dataError(
        "data/changed",
        { file },
        "the file was written to during the run",
        "Give the gate a copy of its own.",
      );
    },
  };
}

async function stampOf(path: string, file: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path);
    return `${size} bytes of ${mtimeMs}`;
  } catch (error) {
    throw fileFault(error, file);
  }
}
