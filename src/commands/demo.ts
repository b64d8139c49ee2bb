import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEMO_FILES } from "../demo/demo-config";
import { DEMO_KINDS, type DemoKind, startDemoServers } from "../demo/start";
import { InfergateError } from "../errors";
import { prepareReportFolder } from "../run/write-report";
import type { SuiteName } from "../verdict/result";
import type { CommandIo } from "./command-io";
import { parseOptions, parseSeed, parseSuites } from "./parse-options";
import { gateOptions, runAndShow } from "./run";

const USAGE = `infergate demo [${DEMO_KINDS.join("|")}] [--suite a,b] [--seed N] [--out DIR] [--quiet]`;
const DEFAULT_SUITES: SuiteName[] = ["system", "acceptance", "load", "shadow"];

/** `infergate demo`: the whole gate against two embedded model servers on loopback. */
export async function demo(io: CommandIo): Promise<number> {
  const text = { type: "string" } as const;
  const { values, positionals } = parseOptions(
    io.args,
    { suite: text, seed: text, out: text, quiet: { type: "boolean" } },
    USAGE,
  );
  const kind = readKind(positionals);
  const quiet = values.quiet === true;
  const seed = values.seed === undefined ? null : parseSeed(values.seed as string);
  const suites = values.suite === undefined ? DEFAULT_SUITES : parseSuites(values.suite as string);
  const out = (values.out as string | undefined) ?? "infergate-report";
  const folder = await prepareReportFolder(out);
  for (const [name, content] of Object.entries(DEMO_FILES))
    await writeFile(join(folder, name), content);

  const servers = await startDemoServers(kind);
  try {
    const options = gateOptions(io, {
      configFile: join(out, "infergate.yml"),
      url: servers.candidate.url,
      baselineUrl: servers.baseline.url,
      suites,
      seed,
      out,
      timeoutMs: null,
      shard: null,
      startAtMs: null,
      quiet,
    });
    return await runAndShow(io, options, quiet);
  } finally {
    await servers.close();
  }
}

function readKind(positionals: readonly string[]): DemoKind {
  const [kind = "good", ...more] = positionals;
  const known = DEMO_KINDS.find((name) => name === kind);
  if (known === undefined || more.length > 0) {
    throw new InfergateError(
      "usage/argument",
      `demo: there is no "${[kind, ...more].join(" ")}"`,
      USAGE,
    );
  }
  return known;
}
