import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { InfergateError } from "../errors";
import { parseResult } from "../report/parse-result";
import { prepareReportFolder, writeReport } from "../run/write-report";
import type { CommandIo } from "./command-io";
import { parseOptions } from "./parse-options";
import { createView } from "./view";

const USAGE = "infergate report RESULT.json [--out DIR]";

/** `infergate report`: renders the files of a run again, beside its result unless told otherwise. */
export async function report(io: CommandIo): Promise<number> {
  const { values, positionals } = parseOptions(io.args, { out: { type: "string" } }, USAGE);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) {
    throw new InfergateError("usage/argument", "report takes one result.json", USAGE);
  }
  const result = parseResult(await readText(path), path);
  const folder = await prepareReportFolder((values.out as string | undefined) ?? dirname(path));
  const files = await writeReport(result, folder);
  createView(io, false).showResult(result, Object.values(files));
  return 0;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new InfergateError(
      "data/not-found",
      `The result ${path} cannot be read: ${(error as Error).message}`,
      "Name the result.json that a run has written.",
      { cause: error },
    );
  }
}
