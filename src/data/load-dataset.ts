import { extname, relative } from "node:path";
import type { DataConfig } from "../config/types";
import { checkColumns } from "./check-columns";
import { CSV } from "./csv";
import { dataError } from "./data-error";
import { JSONL } from "./jsonl";
import { PARQUET } from "./parquet";
import { type Scan, scanColumns } from "./scan-columns";
import { openSource } from "./source";
import { surveyRows } from "./survey-rows";
import type { Reader } from "./table";
import { typedRows } from "./typed-rows";
import type { Dataset } from "./types";

const READERS: ReadonlyMap<string, Reader> = new Map([
  [".csv", CSV],
  [".jsonl", JSONL],
  [".parquet", PARQUET],
]);

interface LoadOptions {
  /** Draws the sample of a file that is not held in memory. */
  random: () => number;
  /** Only shortens the file's name in messages. */
  cwd?: string;
}

/**
 * Reads the user's rows, checks that the columns the config names are there, and gives each column a
 * type. The file is read twice: for the types, and for all that needs them. Fails with `data/…`.
 */
export async function loadDataset(
  config: DataConfig,
  { random, cwd = process.cwd() }: LoadOptions,
): Promise<Dataset> {
  const file = showFile(config.file, cwd);
  const source = await openSource(readerOf(config.file, file), config.file, file);
  const scan = await scanColumns(source);
  checkScan(config, scan, file);
  const read = () => typedRows(scan.held ?? source.blocks(), scan, file);
  const { sample, labels } = await surveyRows(read(), config, scan.types, { file, random });
  return {
    file,
    count: scan.count,
    sample,
    async *chunks() {
      if (scan.held) yield sample;
      else for await (const { rows } of read()) yield rows;
    },
    features: readFeatures(config, scan.columns, file),
    types: scan.types,
    remarks: scan.remarks,
    label: config.label,
    labels,
    id: config.id,
  };
}

function readerOf(path: string, file: string): Reader {
  const reader = READERS.get(extname(path).toLowerCase());
  if (reader) return reader;
  throw dataError(
    "data/unknown-format",
    { file },
    `expected a file that ends in one of ${[...READERS.keys()].join(", ")}`,
  );
}

function checkScan(config: DataConfig, { columns, types, count }: Scan, file: string): void {
  if (count === 0) {
    const what = columns.length > 0 ? "a header, but no rows" : "the file is empty";
    throw dataError("data/empty", { file }, what, "Without rows nothing can be judged.");
  }
  checkColumns(config, columns, file);
  if (config.label === null || !["list", "binary"].includes(types[config.label] as string)) return;
  throw dataError(
    "data/label-type",
    { file, column: config.label },
    "holds lists, which are no labels",
    "A label is text, a number, true or false.",
  );
}

function showFile(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith("..") || path === "" ? file : path.replaceAll("\\", "/");
}

function readFeatures(config: DataConfig, columns: readonly string[], file: string): string[] {
  const features =
    config.features ?? columns.filter((column) => column !== config.id && column !== config.label);
  if (features.length > 0) return features;
  throw dataError("data/no-features", { file }, "no column is left to be sent");
}
