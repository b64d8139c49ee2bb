import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DataConfig } from "../../src/config/types";
import { loadDataset } from "../../src/data/load-dataset";
import type { Dataset } from "../../src/data/types";
import { InfergateError } from "../../src/errors";
import { randomStream } from "../../src/stats/random";

export const random = randomStream(1, "data/sample");

export function dataConfig(file: string, given: Partial<DataConfig> = {}): DataConfig {
  return {
    file,
    isCapture: false,
    labels: null,
    id: null,
    features: null,
    label: null,
    prediction: null,
    classes: null,
    slices: [],
    ...given,
  };
}

/** Loads content as if it were the file of that name. */
export async function loadContent(
  name: string,
  content: string | Buffer,
  given: Partial<DataConfig> = {},
): Promise<Dataset> {
  const cwd = await mkdtemp(join(tmpdir(), "infergate-data-"));
  try {
    await writeFile(join(cwd, name), content);
    return await loadDataset(dataConfig(join(cwd, name), given), { cwd, random });
  } finally {
    await rm(cwd, { recursive: true });
  }
}

export async function failure(loading: Promise<unknown>): Promise<InfergateError> {
  const error = await loading.then(
    () => new Error("no error"),
    (reason) => reason,
  );
  if (error instanceof InfergateError) return error;
  throw error;
}

/** Rows have no prototype, which strict comparisons notice. */
export function plain(rows: Dataset["sample"]): Record<string, unknown>[] {
  return rows.map((row) => ({ ...row }));
}
