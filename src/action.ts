/** The action's edge: inputs, the gate, what GitHub shows of it, outputs, exit status. */
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as core from "@actions/core";
import { asInfergateError, EXIT, EXIT_OF_FAMILY } from "./errors";
import { runGate } from "./gate";
import { allowedHosts } from "./github/allowed-hosts";
import { type GitHubEvent, readEvent } from "./github/event";
import { findPullRequest } from "./github/find-pull-request";
import { type ActionInputs, loadInputs, type Mode } from "./github/inputs";
import { createLogger, type Logger } from "./github/logger";
import { maskSecrets } from "./github/mask-secrets";
import {
  type ActionOutputs,
  outputsOfError,
  outputsOfResult,
  outputsOfShard,
} from "./github/outputs";
import { publishResult } from "./github/publish";
import { readPublished } from "./github/read-published";
import { chooseConfig } from "./github/trusted-config";
import { createRedactor } from "./http/redactor";
import { createProgress } from "./report/progress";
import { renderTerminal } from "./report/render-terminal";
import { exitStatusOf } from "./run/exit-status";
import type { GateOptions, GateOutcome } from "./run/options";
import { prepareReportFolder, writeReport } from "./run/write-report";
import { mergeShards } from "./shards/merge-shards";
import { runShard } from "./shards/run-shard";

const { env } = process;
const LOG_COLUMNS = 100;

async function main(): Promise<void> {
  const log = createLogger(core);
  const stop = new AbortController();
  // Cancelling a workflow sends SIGINT, SIGTERM 7.5 s later, and kills 2.5 s after that.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());
  const secrets: string[] = [];
  try {
    const mask = (secret: string) => {
      secrets.push(secret);
      core.setSecret(secret);
    };
    const inputs = loadInputs(maskSecrets(core.getInput, mask), env, Date.now());
    const event = await readEvent(env);
    process.exitCode = await ACTS[inputs.mode]({ inputs, event, log, signal: stop.signal });
  } catch (thrown) {
    process.exitCode = reportError(thrown, log, secrets);
  }
}

interface Act {
  inputs: ActionInputs;
  event: GitHubEvent;
  log: Logger;
  signal: AbortSignal;
}

const ACTS: Readonly<Record<Mode, (act: Act) => Promise<number>>> = { run, merge, publish };

async function run(act: Act): Promise<number> {
  const { inputs, log } = act;
  const options = gateOptions(act);
  if (inputs.shard === null) return show(act, await runGate(options));
  const { message, exitStatus } = await runShard(options, inputs.shard);
  log.info(message);
  setOutputs(outputsOfShard(resolve(inputs.out), message));
  return exitStatus;
}

async function merge(act: Act): Promise<number> {
  const { result, report } = await mergeShards([act.inputs.out]);
  return show(act, {
    result,
    exitStatus: exitStatusOf(result.verdict, report.onInconclusive, act.signal.aborted),
    files: await writeReport(result, await prepareReportFolder(act.inputs.out)),
    commentMode: report.comment,
  });
}

/** The gate's own job has failed or not; this one only tells of it. */
async function publish(act: Act): Promise<number> {
  const { inputs, event, log } = act;
  const result = await readPublished(inputs.out, event.headSha);
  const { githubToken: token } = inputs;
  const { headSha, headLabel } = event;
  const pullRequest =
    event.pullRequest ??
    (token && headSha ? await findPullRequest({ headSha, headLabel }, { token, env, log }) : null);
  await show(
    { ...act, event: { ...event, pullRequest } },
    { result, exitStatus: EXIT.pass, files: {}, commentMode: "on-change" },
  );
  return EXIT.pass;
}

/** Shows a result in every place, and returns its exit status. */
async function show({ inputs, event, log }: Act, outcome: GateOutcome): Promise<number> {
  const { result, exitStatus, files } = outcome;
  const commentUrl = await publishResult(outcome, { inputs, event, env, log, sleep });
  const report = renderTerminal(result, {
    colour: false,
    columns: LOG_COLUMNS,
    files: Object.values(files),
  });
  // Line by line, since the logger cuts what is longer than a line should be.
  for (const line of report.trimEnd().split("\n")) log.info(line);
  setOutputs(outputsOfResult(result, resolve(inputs.out), commentUrl));
  if (exitStatus !== EXIT.pass) log.error(result.reason, `infergate: ${result.verdict}`);
  else if (result.verdict !== "pass") log.warning(result.reason);
  return exitStatus;
}

function gateOptions({ inputs, event, log, signal }: Act): GateOptions {
  const now = () => performance.now();
  return {
    configFile: chooseConfig(inputs, event),
    url: inputs.url,
    baselineUrl: inputs.baselineUrl,
    token: inputs.token,
    baselineToken: inputs.baselineToken,
    suites: inputs.suites,
    seed: inputs.seed,
    out: inputs.out,
    timeoutMs: inputs.timeoutMs,
    shard: inputs.shard,
    startAtMs: inputs.startAtMs,
    allowedHosts: allowedHosts(inputs),
    env,
    allowedEnv: inputs.allowedEnv,
    allowCommands: inputs.allowCommands,
    commit: event.headSha,
    baseCommit: event.baseSha,
    signal,
    clock: { now, date: () => new Date() },
    newRunId: randomUUID,
    progress: createProgress({
      write: (text) => log.info(text.trimEnd()),
      isTerminal: false,
      now,
      columns: LOG_COLUMNS,
    }),
    log: log.info,
  };
}

/** Says what stopped the run. Returns the exit status. */
function reportError(thrown: unknown, log: Logger, secrets: readonly string[]): number {
  const { code, message, hint, family, cause } = asInfergateError(thrown);
  const { redact } = createRedactor(secrets);
  // A defect is reported with its stack; to anyone else the stack says nothing.
  if (family === "internal" && cause instanceof Error) log.info(redact(cause.stack ?? ""));
  log.error(redact([message, hint].filter((text) => text !== null).join("\n")), code);
  setOutputs(outputsOfError(redact(message)));
  return EXIT_OF_FAMILY[family];
}

function setOutputs(outputs: ActionOutputs): void {
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
}

void main();
