import type { DataConfig } from "../config/types";
import { checkColumns } from "./check-columns";
import { dataError } from "./data-error";
import { openData } from "./open-data";
import { type Scan, scanColumns } from "./scan-columns";
import type { Source } from "./source";
import { surveyRows } from "./survey-rows";
import { typedRows } from "./typed-rows";
import type { Dataset } from "./types";

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
  const source = await openData(config, cwd);
  const { file } = source;
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
    features: readFeatures(config, scan.columns, source),
    types: scan.types,
    remarks: scan.remarks,
    label: config.label,
    labels,
    id: config.id,
  };
}

function checkScan(config: DataConfig, { columns, types, count }: Scan, file: string): void {
  if (count === 0) {
    const what = columns.length > 0 ? "there are no rows" : "the file is empty";
    throw dataError("data/empty", { file }, what, "Without rows nothing can be judged.");
  }
  checkColumns(config, columns, file);
  if (config.label === null || !["list", "binary"].includes(types[config.label] as string)) return;
  throw dataError(
    "data/label-type",
    { file, column: config.label },
    types[config.label] === "list"
      ? "holds lists, which are no labels"
      : "holds files, which are no labels",
    "A label is text, a number, true or false.",
  );
}

function readFeatures(
  config: DataConfig,
  columns: readonly string[],
  { file, aside }: Source,
): string[] {
  const features =
    config.features ??
    columns.filter((column) => ![config.id, config.label, ...aside].includes(column));
  if (features.length > 0) return features;
  throw dataError("data/no-features", { file }, "no column is left to be sent");
}
