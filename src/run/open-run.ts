import { setMaxListeners } from "node:events";
import { InfergateError } from "../errors";
import { createRedactor, type Redactor } from "../http/redactor";
import { randomStream } from "../stats/random";
import type { Endpoint, SuiteContext } from "../suites/types";
import type { EndpointSummary, RunInfo } from "../verdict/result";
import { chooseInputs } from "./choose-inputs";
import { openScorer } from "./open-scorer";
import { openTargets, type Targets } from "./open-targets";
import type { GateOptions } from "./options";
import { describeRun } from "./plan-run";
import { type PreparedRun, prepareRun } from "./prepare-run";
import { redactError } from "./redact-error";
import { prepareReportFolder } from "./write-report";

/** A run whose endpoints are open: all that there is before the first suite. */
export interface OpenRun {
  prepared: PreparedRun;
  /** What the suites get; where the candidate cannot be used, why. */
  context: SuiteContext | InfergateError;
  redactor: Redactor;
  /** Folder of the report, made already. */
  folder: string;
  endpoint: EndpointSummary;
  baseline: EndpointSummary | null;
  /** What is known of the run by now. */
  info(): RunInfo;
}

interface Started {
  at: string;
  ms: number;
}

/**
 * Prepares a run, says what it will send, opens its endpoints, and closes them when it is over. What it
 * logs is redacted, and so is every error that leaves it.
 */
export async function withOpenRun<T>(
  options: GateOptions,
  use: (run: OpenRun) => Promise<T>,
): Promise<T> {
  const { clock, log } = options;
  const started = { at: clock.date().toISOString(), ms: clock.now() };
  const prepared = await prepareRun(options);
  const redactor = createRedactor(prepared.secrets);
  const masked = { ...options, log: (line: string) => log(redactor.redact(line)) };
  try {
    return await openPrepared(prepared, masked, redactor, started, use);
  } catch (thrown) {
    throw redactError(thrown, redactor);
  }
}

async function openPrepared<T>(
  prepared: PreparedRun,
  options: GateOptions,
  redactor: Redactor,
  started: Started,
  use: (run: OpenRun) => Promise<T>,
): Promise<T> {
  const { config } = prepared;
  const folder = await prepareReportFolder(options.out);
  for (const line of describeRun(prepared, options.shard)) options.log(line);

  const deadline = options.timeoutMs === null ? [] : [AbortSignal.timeout(options.timeoutMs)];
  const signal = AbortSignal.any([options.signal, ...deadline]);
  // Every request in flight listens to it: that is no leak.
  setMaxListeners(0, signal);
  const targets = await openTargets(config, {
    allowedHosts: options.allowedHosts,
    features: prepared.data?.features ?? null,
    signal,
  });
  try {
    const { candidate, baseline } = targets;
    const { endpoint } = config;
    return await use({
      prepared,
      context: contextOf(prepared, targets, options, signal),
      redactor,
      folder,
      endpoint: summarise(candidate, endpoint.url, endpoint.protocol),
      baseline:
        config.baseline &&
        baseline &&
        summarise(baseline, config.baseline.url, config.baseline.protocol),
      info: () => ({
        id: options.newRunId(),
        startedAt: started.at,
        durationMs: Math.round(options.clock.now() - started.ms),
        seed: prepared.seed,
        commit: options.commit,
        baseCommit: options.baseCommit,
        shards: options.shard?.total ?? 1,
      }),
    });
  } finally {
    await targets.close();
  }
}

function contextOf(
  { config, data, seed }: PreparedRun,
  { candidate, baseline }: Targets,
  options: GateOptions,
  signal: AbortSignal,
): SuiteContext | InfergateError {
  if (candidate instanceof InfergateError) return candidate;
  for (const line of candidate.model.evidence) options.log(`candidate: ${line}`);
  const random = (name: string) => randomStream(seed, name);
  return {
    config,
    candidate,
    baseline: baseline instanceof InfergateError ? null : baseline,
    baselineProblem: baseline instanceof InfergateError ? baseline.message : null,
    open: (endpoint, features, captured = false) =>
      openScorer(endpoint, { allowedHosts: options.allowedHosts, features, captured, signal }),
    data,
    inputs: chooseInputs(data, candidate.model, random("inputs")),
    random,
    clock: options.clock,
    signal,
    whyStopped: () =>
      options.signal.aborted ? "interrupted" : "the time limit of the run was reached",
    progress: options.progress.advance,
    shard: options.shard,
    startAtMs: options.startAtMs,
  };
}

function summarise(
  opened: Endpoint | InfergateError,
  url: string,
  protocol: string,
): EndpointSummary {
  if (opened instanceof InfergateError) {
    return { url, protocol, evidence: [], model: null, version: null };
  }
  const { identity, evidence } = opened.model;
  return {
    url,
    protocol: opened.model.protocol,
    evidence,
    model: identity.model,
    version: identity.version,
  };
}
