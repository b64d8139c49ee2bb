import { open, stat } from "node:fs/promises";
import { dataError } from "./data-error";
import { refusePointer } from "./lfs-pointer";
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
  await checkFile(path, file);
  /** Of the first reading; a folder's stamp does not tell what happens in its sub-folders. */
  let rowsDue: number | null = null;
  const checkUnchanged = async (rows: number | null) => {
    const isSame = rows === null || rowsDue === null || rows === rowsDue;
    if (isSame && (await stampOf(path, file)) === first) return;
    throw dataError(
      "data/changed",
      { file },
      "the file was written to during the run",
      "Give the gate a copy of its own.",
    );
  };
  return {
    file,
    typed: reader.typed,
    aside: reader.aside ?? [],
    async *blocks() {
      let rows = 0;
      try {
        for await (const block of reader.read(path, file)) {
          rows += block.rows.length;
          yield block;
        }
      } catch (error) {
        // Half of a file is broken in its own way, which would only mislead.
        await checkUnchanged(null);
        throw error;
      }
      await checkUnchanged(rows);
      rowsDue ??= rows;
    },
  };
}

/** What is no file cannot be read twice; a pipe would be waited for without end. */
async function checkFile(path: string, file: string): Promise<void> {
  const entry = await stat(path);
  if (entry.isDirectory()) return;
  if (!entry.isFile()) {
    throw dataError("data/unreadable", { file }, "no regular file", "It is read more than once.");
  }
  const handle = await open(path).catch((error: unknown) => {
    throw fileFault(error, file);
  });
  try {
    const { buffer, bytesRead } = await handle.read({ buffer: Buffer.alloc(1024) });
    refusePointer(buffer.subarray(0, bytesRead), file);
  } finally {
    await handle.close();
  }
}

async function stampOf(path: string, file: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(path);
    return `${size} bytes of ${mtimeMs}`;
  } catch (error) {
    throw fileFault(error, file);
  }
}
