import { readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import { quote } from "../config/quote";
import { InfergateError } from "../errors";
import { Binary } from "./binary";
import { dataError, type Place } from "./data-error";
import { fileFault } from "./read-text";
import { type Block, placeOf, type Reader } from "./table";

/** The columns of a folder without a label file: the file, and the sub-folder that it lies in. */
export const FILE_COLUMN = "file";
export const FOLDER_COLUMN = "folder";

/**
 * Column names that hold a file's path within the folder; `file_name` is what Hugging Face's
 * ImageFolder calls it (huggingface.co/docs/datasets/image_dataset).
 */
const PATH_COLUMNS = [FILE_COLUMN, "file_name", "path"];

/** Each file of a folder is a row; the sub-folder that it lies in is its class. */
export const FOLDER: Reader = { read: readFolder, typed: false, aside: [FOLDER_COLUMN] };

async function* readFolder(path: string, file: string): AsyncGenerator<Block> {
  const columns = [FILE_COLUMN, FOLDER_COLUMN];
  yield { columns, rows: [], lines: [] };
  for await (const name of filesIn(path, "", file)) {
    const folder = name.includes("/") ? name.slice(0, name.lastIndexOf("/")) : null;
    yield { columns, rows: [[new Binary(join(path, name), name), folder]], lines: [] };
  }
}

/**
 * In the order of their names, whatever the file system's order. Hidden files are no data; a link is
 * followed to a file of the folder, and no further.
 */
async function* filesIn(root: string, folder: string, file: string): AsyncGenerator<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error) => {
    throw fileFault(error, folder === "" ? file : `${file}/${folder}`);
  });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".")) continue;
    const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(root, name, file);
    else if (entry.isFile()) yield name;
    else if (entry.isSymbolicLink()) {
      await openFile(await realpath(root), name, { file });
      yield name;
    }
  }
}

/** The rows of a label file, the column that names a file holding the file itself. */
export function labelled(labels: Reader, labelFile: string, folder: string): Reader {
  return {
    ...labels,
    async *read(_, file) {
      const root = await realpath(folder).catch((error: unknown) => {
        throw fileFault(error, file);
      });
      let before = 0;
      for await (const block of labels.read(labelFile, file)) {
        const at = pathColumn(block.columns, file);
        for (const [index, row] of block.rows.entries()) {
          const place = { ...placeOf(block, index, before, file), column: block.columns[at] ?? "" };
          if (at >= 0) row[at] = await openFile(root, row[at] ?? null, place);
        }
        before += block.rows.length;
        yield block;
      }
    },
  };
}

function pathColumn(columns: readonly string[], file: string): number {
  const name = PATH_COLUMNS.find((column) => columns.includes(column));
  if (name !== undefined || columns.length === 0) return columns.indexOf(name ?? "");
  throw dataError(
    "data/missing-column",
    { file },
    `no column names the files; expected one of ${PATH_COLUMNS.join(", ")}`,
    `The columns are ${columns.slice(0, 20).map(quote).join(", ")}.`,
  );
}

/** A label file may come with a pull request: it names files of its folder, and no others. */
async function openFile(root: string, name: unknown, place: Place): Promise<Binary> {
  if (typeof name !== "string" || name === "" || name.includes("\0")) {
    throw dataError("data/file", place, "names no file");
  }
  const path = join(root, name);
  let real: string;
  try {
    real = await realpath(path);
    if (!(await stat(real)).isFile())
      throw dataError("data/file", place, `${quote(name)} is no file`);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (error instanceof InfergateError) throw error;
    const isMissing = code === "ENOENT" || code === "ENOTDIR";
    const what = isMissing ? "there is no file" : `${code || String(error)}:`;
    throw dataError(
      "data/file",
      place,
      `${what} ${quote(name)}`,
      "Paths are relative to the folder.",
    );
  }
  if (real.startsWith(root + sep)) return new Binary(real, name);
  throw dataError(
    "data/file",
    place,
    `${quote(name)} lies outside the folder`,
    "Only files of the folder are sent.",
  );
}

const LABEL_FILES = /^(labels|metadata)\.(csv|jsonl|parquet)$/i;

/** The label file of a folder, by its name; null where it has none. */
export async function findLabelFile(folder: string, shown: string): Promise<string | null> {
  const names = await readdir(folder).catch((error) => {
    throw fileFault(error, shown);
  });
  const found = names.filter((name) => LABEL_FILES.test(name)).sort();
  if (found.length < 2) return found[0] === undefined ? null : join(folder, found[0]);
  throw dataError(
    "data/label-file",
    { file: shown },
    `two label files, ${found.map(quote).join(" and ")}`,
    "Say which one: data: { labels: … }",
  );
}
