import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InfergateError } from "../errors";
import { parseResult } from "../report/parse-result";
import type { GateResult } from "../verdict/result";

/**
 * The result that another workflow left in a folder. That one may have run on a fork's code: nothing
 * in it is believed before the schema has seen it, and the commit is the one that GitHub names.
 */
export async function readPublished(folder: string, headSha: string | null): Promise<GateResult> {
  const path = join(folder, "result.json");
  const text = await readFile(path, "utf8").catch((cause: Error) => {
    throw new InfergateError(
      "data/not-found",
      `There is no result to publish: ${cause.message}`,
      "Download the report's artifact to the folder that the input out names.",
      { cause },
    );
  });
  const result = parseResult(text, path);
  return headSha === null ? result : { ...result, run: { ...result.run, commit: headSha } };
}
