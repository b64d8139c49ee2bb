import { CANARY_MEASURES, type CanaryConfig } from "../../config/types";
import { asInfergateError, EXIT, EXIT_OF_FAMILY, InfergateError } from "../../errors";
import { check, skipped } from "../../verdict/check";
import type { Check, SuiteResult } from "../../verdict/result";
import { finishSuite, startSuite } from "../finish-suite";
import type { SuiteContext } from "../types";
import { Driver } from "./drive/driver";
import { ErrorEvidence } from "./error-evidence";
import { type Driven, judgeRollback, ROLLBACK } from "./judge-rollback";
import { judgeSplit, SPLIT } from "./judge-split";
import { openSource } from "./open-source";
import { Rollout } from "./rollout";
import { RolloutRecord } from "./rollout-record";
import { scoreStages } from "./score";
import { identifyStage, planStages, type Stage } from "./stages";
import type { CanarySource } from "./traffic/source";

/** A growing share of the requests to the candidate: advance, hold or roll back? */
export async function canarySuite(context: SuiteContext): Promise<SuiteResult> {
  const started = startSuite("canary", context);
  const { canary } = context.config;
  if (!canary) return finishSuite(started, [], "not asked for in the config");
  const refused = whyNotDriven(context, canary);
  if (refused !== null) return finishSuite(started, [], refused);
  const stages = planStages(canary);
  let source: CanarySource;
  try {
    source = await openSource(context, canary, stages);
  } catch (thrown) {
    return finishSuite(started, notOpened(stages, throwUsage(thrown)));
  }
  try {
    const { checks, record, failure } = await runCanary(context, canary, stages, source);
    const result = finishSuite(started, checks, null, {
      series: record.toSeries(canary.maxErrors),
    });
    return {
      ...result,
      requests: result.requests + source.sent,
      // Whatever else there is to say, first comes what must be mended by hand.
      reason: failure ?? result.reason,
    };
  } finally {
    await source.close();
  }
}

/** Real users must not be sent to a candidate that has failed already. */
function whyNotDriven({ finished = [] }: SuiteContext, { drive }: CanaryConfig): string | null {
  if (drive === null) return null;
  const bad = finished.find(({ verdict }) => verdict !== "pass" && verdict !== "skipped");
  return bad === undefined
    ? null
    : `no requests were led to the candidate: ${bad.name} did not pass (${bad.verdict})`;
}

async function runCanary(
  context: SuiteContext,
  canary: CanaryConfig,
  stages: readonly Stage[],
  source: CanarySource,
): Promise<{ checks: Check[]; record: RolloutRecord; failure: string | null }> {
  const { clock, signal, whyStopped } = context;
  const { traffic, drive, score } = canary;
  const evidence = new ErrorEvidence(canary.maxErrorRatio);
  const record = new RolloutRecord(() => clock.now());
  const driver = drive && new Driver(drive);
  const hasRouter = traffic.kind !== "split";
  const judged = stages.filter(({ unfilled }) => unfilled === null).length;
  const rollout = new Rollout({
    stages,
    rules: { ...canary, judged: Math.max(1, judged) },
    evidence,
    source,
    driver,
    verifiesSplit: hasRouter,
    record,
    signal,
    whyStopped,
  });
  let driven: Driven | null = null;
  let usage: InfergateError | null = null;
  try {
    await rollout.run();
  } catch (thrown) {
    const error = asInfergateError(thrown);
    if (EXIT_OF_FAMILY[error.family] === EXIT.usage) usage = error;
    rollout.breakOff(error.message);
  } finally {
    // Before anything else: whatever has come of the run, the split must not be left behind.
    driven = (await driver?.finish(rollout.ended.how)) ?? null;
  }
  if (driven?.did === "rolled back") record.noteWeight(0);
  if (usage) throw withRollback(usage, driven);
  const stageChecks = rollout.conclude();
  const isJudged = stageChecks.some(({ verdict }) => verdict !== "skipped");
  const rollback = isJudged
    ? judgeRollback(rollout.ended, driven, evidence.log)
    : skipped(ROLLBACK.id, ROLLBACK.title, "no stage could be judged");
  const checks = [
    ...stageChecks,
    hasRouter ? judgeSplit(rollout.splits) : skipped(SPLIT.id, SPLIT.title, whyNoSplit(canary)),
    rollback,
    ...(isJudged ? [scoreStages(rollout.measures, measuresAsked(canary), score)] : []),
  ];
  return { checks, record, failure: driven?.failure == null ? null : rollback.message };
}

function whyNoSplit({ traffic }: CanaryConfig): string {
  const isTrusted = traffic.kind === "split" && traffic.route && traffic.attribute === null;
  return isTrusted
    ? `infergate splits; that the gateway looks at ${traffic.route?.header} is taken for granted, unless canary.attribute says how answers name their side`
    : "infergate splits";
}

function measuresAsked({ maxSlowdown, maxAccuracyDrop }: CanaryConfig) {
  const asked = { errors: true, latency: maxSlowdown !== null, accuracy: maxAccuracyDrop !== null };
  return CANARY_MEASURES.filter((measure) => asked[measure]);
}

/** What is the user's to mend ends the run without a report: there, too, the split must be told of. */
function withRollback(error: InfergateError, driven: Driven | null): InfergateError {
  if (driven === null) return error;
  const told =
    driven.failure === null
      ? "the split was rolled back"
      : `THE ROLLBACK FAILED: ${driven.failure}. The router may still send requests to the candidate`;
  return new InfergateError(error.code, `${error.message}; ${told}`, error.hint);
}

/** What is the user's to mend is theirs to see at once. */
function throwUsage(thrown: unknown): InfergateError {
  const error = asInfergateError(thrown);
  if (EXIT_OF_FAMILY[error.family] === EXIT.usage) throw error;
  return error;
}

function notOpened(stages: readonly Stage[], { message, hint }: InfergateError): Check[] {
  return stages.map((stage) => check({ ...identifyStage(stage), verdict: "error", message, hint }));
}
