import type { ReportConfig } from "../config/types";
import { parseResult } from "../report/parse-result";
import { renderResultJson } from "../report/result-json";
import type { GateResult } from "../verdict/result";
import { mergeBlobs } from "./merge-blobs";
import { readBlobs } from "./read-blobs";

export interface MergedRun {
  result: GateResult;
  report: ReportConfig;
}

/** Files, or folders of them, to one result. Throws `usage/blobs`, `data/…` for what is no blob. */
export async function mergeShards(paths: readonly string[]): Promise<MergedRun> {
  const blobs = await readBlobs(paths);
  const [first] = blobs.toSorted((a, b) => a.shard.index - b.shard.index);
  if (first === undefined) throw new RangeError("there is at least one blob");
  // What a shard had finished comes from a file: it is held against the schema as any result is.
  const result = parseResult(renderResultJson(mergeBlobs(blobs)), paths.join(", "));
  return { result, report: first.report };
}
