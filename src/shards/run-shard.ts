import { createHash } from "node:crypto";
import { version } from "../../package.json";
import { EXIT, InfergateError } from "../errors";
import { type OpenRun, withOpenRun } from "../run/open-run";
import type { GateOptions } from "../run/options";
import { runSuites } from "../run/run-suites";
import { suitesOfUnusableCandidate } from "../run/unusable-candidate";
import type { SuiteContext } from "../suites/types";
import type { ShardBlob, ShardLoad } from "./blob";
import { observeLoad } from "./observe-load";
import { redactBlob } from "./redact-blob";
import type { Shard } from "./shard";
import { writeBlob } from "./write-blob";

export interface ShardOutcome {
  file: string;
  exitStatus: number;
  /** One sentence on what was written. */
  message: string;
}

/**
 * One shard of a run: the first one runs everything, the others only their part of the load that is
 * shared. It writes a blob and judges nothing. The load comes first, because the shards have agreed
 * on when it begins.
 */
export function runShard(options: GateOptions, shard: Shard): Promise<ShardOutcome> {
  return withOpenRun(options, async (run) => {
    const { context, prepared } = run;
    const usable = !(context instanceof InfergateError);
    const load =
      usable && prepared.suites.includes("load") ? await observeLoad(context, shard) : null;
    const finished = usable
      ? shard.index === 1
        ? await runOthers(run, context, options)
        : []
      : suitesOfUnusableCandidate(prepared.suites, context);
    const blob = redactBlob(createBlob(run, shard, load, finished), run.redactor);
    const file = await writeBlob(blob, run.folder);
    const interrupted = options.signal.aborted;
    return {
      file,
      exitStatus: interrupted ? EXIT.interrupted : usable ? EXIT.pass : EXIT.error,
      message: usable
        ? `shard ${shard.index} of ${shard.total} is done; infergate merge judges all of them`
        : (context as InfergateError).message,
    };
  });
}

function runOthers(
  { prepared }: OpenRun,
  context: SuiteContext,
  { progress }: GateOptions,
): Promise<ShardBlob["finished"]> {
  const others = prepared.suites.filter((name) => name !== "load");
  return runSuites(others, context, progress);
}

function createBlob(
  { prepared, endpoint, baseline, info }: OpenRun,
  shard: Shard,
  load: ShardLoad | null,
  finished: ShardBlob["finished"],
): ShardBlob {
  const { config, seed, suites } = prepared;
  const { load: loadConfig, report } = config;
  const told = { seed, suites, load: loadConfig, url: config.endpoint.url, version };
  return {
    blobVersion: 1,
    tool: { name: "infergate", version },
    shard,
    run: info(),
    fingerprint: createHash("sha256").update(JSON.stringify(told)).digest("hex"),
    endpoint,
    baseline,
    report,
    suites,
    finished,
    load,
  };
}
