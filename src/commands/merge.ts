import { InfergateError } from "../errors";
import { exitStatusOf } from "../run/exit-status";
import { prepareReportFolder, writeReport } from "../run/write-report";
import { mergeShards } from "../shards/merge-shards";
import type { CommandIo } from "./command-io";
import { parseOptions } from "./parse-options";
import { createView } from "./view";

const USAGE = "infergate merge BLOB… [--out DIR] [--quiet]";

/** `infergate merge`: judges the blobs of all shards as one run. */
export async function merge(io: CommandIo): Promise<number> {
  const { values, positionals } = parseOptions(
    io.args,
    { out: { type: "string" }, quiet: { type: "boolean" } },
    USAGE,
  );
  if (positionals.length === 0) {
    throw new InfergateError("usage/argument", "merge takes the blobs of all shards", USAGE);
  }
  const { result, report } = await mergeShards(positionals);
  const folder = await prepareReportFolder(
    (values.out as string | undefined) ?? "infergate-report",
  );
  const files = await writeReport(result, folder);
  createView(io, values.quiet === true).showResult(result, Object.values(files));
  return exitStatusOf(result.verdict, report.onInconclusive, false);
}
