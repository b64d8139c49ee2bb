import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { InfergateError } from "../errors";
import { runGate } from "../gate";
import { plainText } from "../report/plain-text";
import type { GateOptions } from "../run/options";
import { describeRun, detectableEffects } from "../run/plan-run";
import { prepareRun } from "../run/prepare-run";
import { runShard } from "../shards/run-shard";
import { parseShard, type Shard } from "../shards/shard";
import { parseStartAt } from "../shards/start-at";
import type { CommandIo } from "./command-io";
import { parseOptions, parseSeed, parseSuites, parseTimeout } from "./parse-options";
import { createView } from "./view";

const USAGE =
  "infergate run [-c FILE] [--url URL] [--baseline-url URL] [--suite a,b] [--seed N] [--out DIR] [--timeout 10m] [--shard i/n] [--start-at TIME] [--dry-run] [--quiet]";
const DEFAULT_CONFIG = "infergate.yml";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** `infergate run`: the gate on the command line. */
export async function run(io: CommandIo): Promise<number> {
  const { values, positionals } = parseOptions(
    io.args,
    {
      config: { ...text, short: "c" },
      url: text,
      "baseline-url": text,
      suite: text,
      seed: text,
      out: text,
      timeout: text,
      shard: text,
      "start-at": text,
      "dry-run": flag,
      quiet: flag,
    },
    USAGE,
  );
  if (positionals.length > 0) {
    throw new InfergateError(
      "usage/argument",
      `run takes no argument, but was given "${positionals[0]}"`,
      USAGE,
    );
  }
  const given = (name: string) => (values[name] as string | undefined) ?? null;
  const options = gateOptions(io, {
    configFile: given("config") ?? (existsSync(DEFAULT_CONFIG) ? DEFAULT_CONFIG : null),
    url: given("url"),
    baselineUrl: given("baseline-url"),
    suites: mapGiven(given("suite"), parseSuites),
    seed: mapGiven(given("seed"), parseSeed),
    out: given("out") ?? "infergate-report",
    timeoutMs: mapGiven(given("timeout"), parseTimeout),
    shard: mapGiven(given("shard"), (text) => parseShard(text, "--shard", io.env)),
    startAtMs: mapGiven(given("start-at"), (text) => parseStartAt(text, "--start-at", Date.now())),
    quiet: values.quiet === true,
  });
  if (values["dry-run"] === true) return dryRun(io, options);
  return options.shard === null
    ? runAndShow(io, options, values.quiet === true)
    : runOneShard(io, options, options.shard);
}

export interface RunChoices
  extends Pick<
    GateOptions,
    | "configFile"
    | "url"
    | "baselineUrl"
    | "suites"
    | "seed"
    | "out"
    | "timeoutMs"
    | "shard"
    | "startAtMs"
  > {
  quiet: boolean;
}

export function gateOptions(io: CommandIo, { quiet, ...choices }: RunChoices): GateOptions {
  const view = createView(io, quiet);
  return {
    ...choices,
    // On the command line the config is the user's own: it may read any variable and name any host.
    token: null,
    baselineToken: null,
    allowedHosts: "any",
    allowedEnv: "any",
    allowCommands: true,
    env: io.env,
    commit: io.env.GITHUB_SHA ?? null,
    baseCommit: null,
    signal: io.signal,
    clock: { now: () => performance.now(), date: () => new Date() },
    newRunId: randomUUID,
    progress: view.progress,
    log: view.log,
  };
}

export async function runAndShow(
  io: CommandIo,
  options: GateOptions,
  quiet: boolean,
): Promise<number> {
  const outcome = await runGate(options);
  createView(io, quiet).showResult(outcome.result, Object.values(outcome.files));
  return outcome.exitStatus;
}

async function runOneShard(io: CommandIo, options: GateOptions, shard: Shard): Promise<number> {
  const { file, message, exitStatus } = await runShard(options, shard);
  io.stdout.write(`${plainText(message)}\n${file}\n`);
  return exitStatus;
}

/** Reads everything, sends nothing. */
async function dryRun(io: CommandIo, options: GateOptions): Promise<number> {
  const prepared = await prepareRun(options);
  const effects = detectableEffects(prepared);
  const lines = [
    ...describeRun(prepared, options.shard),
    ...(effects.length === 0 ? [] : ["", ...effects]),
    "",
    "Nothing was sent.",
  ];
  io.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

function mapGiven<T>(value: string | null, parse: (text: string) => T): T | null {
  return value === null ? null : parse(value);
}
