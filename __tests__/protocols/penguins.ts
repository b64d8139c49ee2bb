import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { classify, MODELS } from "../../src/demo/classify";
import { HOLDOUT_CSV } from "../../src/demo/model/holdout";

const model = MODELS.candidate;
const [header = "", ...lines] = HOLDOUT_CSV.trim().split("\n");
const columns = header.split(",");
const cell = (line: string, column: string) => line.split(",")[columns.indexOf(column)] as string;

/** The same twenty rows for every protocol. */
const TWENTY = lines.slice(0, 20);

export const FEATURES: readonly string[] = model.features;
export const CLASSES: readonly string[] = model.classes;

/** The measurements of each row, in the order of the features. */
export const ROWS: readonly number[][] = TWENTY.map((line) =>
  FEATURES.map((feature) => Number(cell(line, feature))),
);

/** What the model says in process. */
export const predict = (row: readonly number[]) => classify(model, row);
export const SPECIES: readonly string[] = ROWS.map((row) => predict(row).species);

/** Row by row as the gate reads them. */
export const rowsByName = ROWS.map((values) =>
  Object.fromEntries(FEATURES.map((feature, i) => [feature, values[i] as number])),
);

/** The same rows as one text each, for models that are prompted. */
export const rowsAsText = ROWS.map((values) => ({ prompt: JSON.stringify(values) }));

/** The rows as a data file, with the model's own answer as the label: every right transport gets all of them. */
export async function writeRows(
  as: "columns" | "text" = "columns",
): Promise<{ file: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "infergate-rows-"));
  const file = join(folder, "rows.csv");
  const columns = as === "text" ? ["prompt"] : FEATURES;
  const cells = (values: readonly number[]) =>
    as === "text" ? [`"${JSON.stringify(values)}"`] : values;
  const text = ROWS.map((values, i) => [...cells(values), SPECIES[i]].join(",")).join("\n");
  await writeFile(file, `${[...columns, "species"].join(",")}\n${text}\n`);
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
