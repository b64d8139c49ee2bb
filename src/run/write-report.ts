import { mkdir, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InfergateError } from "../errors";
import { REPORT_FILES } from "../report/files";
import type { GateResult } from "../verdict/result";

/** Made before anything is sent: a run whose report has no place to go need not start. */
export async function prepareReportFolder(out: string): Promise<string> {
  const folder = resolve(out);
  try {
    await mkdir(folder, { recursive: true });
    return folder;
  } catch (error) {
    throw new InfergateError(
      "usage/out",
      `The report cannot be written to ${out}: ${(error as Error).message}`,
      "Name a folder that can be written with --out (or the out input).",
      { cause: error },
    );
  }
}

/** Writes every report file, each whole or not at all. Name to absolute path. */
export async function writeReport(
  result: GateResult,
  folder: string,
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const [name, render] of Object.entries(REPORT_FILES)) {
    const path = join(folder, name);
    await writeFile(`${path}.part`, render(result));
    await rename(`${path}.part`, path);
    files[name] = path;
  }
  return files;
}
