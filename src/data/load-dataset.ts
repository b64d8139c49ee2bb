import { extname, relative } from "node:path";
import type { DataConfig } from "../config/types";
import { checkColumns, checkLabels } from "./check-columns";
import { readCsv } from "./csv";
import { dataError } from "./data-error";
import { readJsonl } from "./jsonl";
import { readParquet } from "./parquet";
import { readText } from "./read-text";
import { assignSlices } from "./slices";
import type { Table } from "./table";
import { readTypes, toRows } from "./type-rows";
import type { Dataset } from "./types";

/** `path` is where the file is, `file` how messages call it. */
type Reader = (path: string, file: string) => Promise<Table>;

const READERS: ReadonlyMap<string, Reader> = new Map([
  [".csv", (path: string, file: string) => readCsv(readText(path, file), file)],
  [".jsonl", (path: string, file: string) => readJsonl(readText(path, file), file)],
  [".parquet", readParquet],
]);

/**
 * Reads the user's rows, checks that the columns the config names are there, and gives each column a
 * type. Fails with `data/…`. `cwd` only shortens the file's name in messages.
 */
export async function loadDataset(
  config: DataConfig,
  { cwd = process.cwd() }: { cwd?: string } = {},
): Promise<Dataset> {
  const file = showFile(config.file, cwd);
  const reader = READERS.get(extname(config.file).toLowerCase());
  if (!reader) {
    const known = [...READERS.keys()].join(", ");
    throw dataError(
      "data/unknown-format",
      { file },
      `expected a file that ends in one of ${known}`,
    );
  }
  const table = await reader(config.file, file);
  if (table.rows.length === 0) {
    const what = table.columns.length > 0 ? "a header, but no rows" : "the file is empty";
    throw dataError("data/empty", { file }, what, "Without rows nothing can be judged.");
  }
  checkColumns(config, table, file);
  checkLabels(config, table, file);

  const types = readTypes(table, file);
  if (config.label !== null && ["list", "binary"].includes(types[config.label] as string)) {
    throw dataError(
      "data/label-type",
      { file, column: config.label },
      "holds lists, which are no labels",
      "A label is text, a number, true or false.",
    );
  }
  const rows = toRows(table, types);
  // Fails here, before anything is sent, where a slice does not fit the data.
  assignSlices({ rows, types }, config.slices);
  return {
    file,
    rows,
    features: readFeatures(config, table, file),
    types,
    label: config.label,
    id: config.id,
  };
}

function showFile(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith("..") || path === "" ? file : path.replaceAll("\\", "/");
}

function readFeatures(config: DataConfig, { columns }: Table, file: string): string[] {
  const features =
    config.features ?? columns.filter((column) => column !== config.id && column !== config.label);
  if (features.length > 0) return features;
  throw dataError("data/no-features", { file }, "no column is left to be sent");
}
