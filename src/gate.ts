import { setMaxListeners } from "node:events";
import { loadConfig } from "./config/load-config";
import { endpointsOf } from "./config/secrets";
import type { Config } from "./config/types";
import { loadDataset } from "./data/load-dataset";
import type { Dataset } from "./data/types";
import { InfergateError } from "./errors";
import { assertMaySendSecrets } from "./http/credentials";
import { createRedactor, type Redactor } from "./http/redactor";
import { applyTokens } from "./run/apply-tokens";
import { assembleResult } from "./run/assemble-result";
import { chooseInputs } from "./run/choose-inputs";
import { exitStatusOf } from "./run/exit-status";
import { openScorer } from "./run/open-scorer";
import { openTargets, type Targets } from "./run/open-targets";
import type { GateOptions, GateOutcome } from "./run/options";
import { describeRun } from "./run/plan-run";
import { redactError } from "./run/redact-error";
import { redactResult } from "./run/redact-result";
import { runSuites } from "./run/run-suites";
import { chooseSeed } from "./run/seed";
import { selectSuites } from "./run/select-suites";
import { suitesOfUnusableCandidate } from "./run/unusable-candidate";
import { prepareReportFolder, writeReport } from "./run/write-report";
import { randomStream } from "./stats/random";
import { checkMetrics } from "./suites/acceptance/check-metrics";
import type { Endpoint, SuiteContext } from "./suites/types";
import type { EndpointSummary, SuiteName, SuiteResult } from "./verdict/result";

export interface PreparedRun {
  config: Config;
  data: Dataset | null;
  suites: SuiteName[];
  seed: number;
  secrets: string[];
}

/** Everything that can be wrong before a request is sent: config, data, suites. Throws exit-2 errors. */
export async function prepareRun(options: GateOptions): Promise<PreparedRun> {
  const {
    config: written,
    secrets,
    secretHosts,
  } = await loadConfig({
    file: options.configFile,
    text: options.configText ?? null,
    overrides: { url: options.url, baselineUrl: options.baselineUrl },
    env: options.env,
    allowedEnv: options.allowedEnv,
  });
  const config = applyTokens(written, options);
  // Secrets stand not only in headers: a config may put a variable into a body or a path.
  for (const { url } of endpointsOf(config).values()) {
    const target = new URL(url);
    if (secretHosts.includes(target.host)) assertMaySendSecrets(target, options.allowedHosts);
  }
  const suites = selectSuites(config, options.suites);
  const seed = chooseSeed(options);
  const data = config.data
    ? await loadDataset(config.data, { random: randomStream(seed, "data/sample") })
    : null;
  const tokens = [options.token, options.baselineToken].filter((token) => token !== null);
  if (data && suites.includes("acceptance")) await checkMetrics(config, data);
  return { config, data, suites, seed, secrets: [...secrets, ...tokens] };
}

interface Started {
  at: string;
  ms: number;
}

/** Config → endpoints → suites → verdict → report. Whatever leaves it, errors among it, is redacted. */
export async function runGate(options: GateOptions): Promise<GateOutcome> {
  const { clock, log } = options;
  const started = { at: clock.date().toISOString(), ms: clock.now() };
  const prepared = await prepareRun(options);
  const redactor = createRedactor(prepared.secrets);
  const masked = { ...options, log: (line: string) => log(redactor.redact(line)) };
  try {
    return await runPrepared(prepared, masked, redactor, started);
  } catch (thrown) {
    throw redactError(thrown, redactor);
  }
}

async function runPrepared(
  prepared: PreparedRun,
  options: GateOptions,
  redactor: Redactor,
  started: Started,
): Promise<GateOutcome> {
  const { config } = prepared;
  const { clock } = options;
  const folder = await prepareReportFolder(options.out);
  for (const line of describeRun(prepared)) options.log(line);

  const deadline = options.timeoutMs === null ? [] : [AbortSignal.timeout(options.timeoutMs)];
  const signal = AbortSignal.any([options.signal, ...deadline]);
  // Every request in flight listens to it: that is no leak.
  setMaxListeners(0, signal);
  const targets = await openTargets(config, {
    allowedHosts: options.allowedHosts,
    features: prepared.data?.features ?? null,
    signal,
  });
  let suites: SuiteResult[];
  try {
    suites = await judge(prepared, targets, options, signal);
  } finally {
    await targets.close();
  }
  const run = {
    id: options.newRunId(),
    startedAt: started.at,
    durationMs: Math.round(clock.now() - started.ms),
    seed: prepared.seed,
    commit: options.commit,
    baseCommit: options.baseCommit,
    shards: 1,
  };
  const { candidate, baseline } = targets;
  const result = redactResult(
    assembleResult(
      run,
      summarise(candidate, config.endpoint.url, config.endpoint.protocol),
      config.baseline &&
        baseline &&
        summarise(baseline, config.baseline.url, config.baseline.protocol),
      suites,
    ),
    redactor,
  );
  return {
    result,
    exitStatus: exitStatusOf(result.verdict, config.report.onInconclusive, options.signal.aborted),
    files: await writeReport(result, folder),
    commentMode: config.report.comment,
  };
}

async function judge(
  { config, data, suites, seed }: PreparedRun,
  { candidate, baseline }: Targets,
  options: GateOptions,
  signal: AbortSignal,
): Promise<SuiteResult[]> {
  if (candidate instanceof InfergateError) return suitesOfUnusableCandidate(suites, candidate);
  for (const line of candidate.model.evidence) options.log(`candidate: ${line}`);
  const random = (name: string) => randomStream(seed, name);
  const context: SuiteContext = {
    config,
    candidate,
    baseline: baseline instanceof InfergateError ? null : baseline,
    baselineProblem: baseline instanceof InfergateError ? baseline.message : null,
    open: (endpoint, features) =>
      openScorer(endpoint, { allowedHosts: options.allowedHosts, features, signal }),
    data,
    inputs: chooseInputs(data, candidate.model, random("inputs")),
    random,
    clock: options.clock,
    signal,
    whyStopped: () =>
      options.signal.aborted ? "interrupted" : "the time limit of the run was reached",
    progress: options.progress.advance,
  };
  return runSuites(suites, context, options.progress);
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
