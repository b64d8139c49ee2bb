import type { LoadConfig } from "../config/types";
import { formatDuration } from "../report/format-duration";
import { nameShard, type Shard } from "../shards/shard";
import { countAbRequests, describeAbPower } from "../suites/ab/plan-ab";
import { describeCanaryPower, planCanary } from "../suites/canary/plan-canary";
import { type StagePlan, stagesOf } from "../suites/load/stage";
import { STAGES } from "../suites/load/stages";
import { planNoiseFloor } from "../suites/shadow/plan-noise-floor";
import { planPairs } from "../suites/shadow/plan-pairs";
import { SYSTEM_REQUESTS } from "../suites/system/plan-system";
import { planShare } from "../verdict/plan-share";
import type { SuiteName } from "../verdict/result";
import { describeData } from "./describe-data";
import type { PreparedRun } from "./prepare-run";

export interface SuitePlan {
  suite: SuiteName;
  requests: number;
  durationMs: number;
}

/** An answer time to plan with, before anything has been measured. */
const TYPICAL_ANSWER_MS = 20;

/** How many requests each suite will send, and how long that takes where an answer takes 20 ms. */
export function planRun({ config, data, suites }: PreparedRun): SuitePlan[] {
  const oneByOne = (requests: number) => ({ requests, durationMs: requests * TYPICAL_ANSWER_MS });
  const rows = data?.count ?? 0;
  const compares = config.acceptance?.metrics.some(({ maxDrop }) => maxDrop !== null) ?? false;
  const plans: Partial<Record<SuiteName, () => Omit<SuitePlan, "suite">>> = {
    system: () => oneByOne(config.system ? SYSTEM_REQUESTS[config.system.level] : 0),
    acceptance: () => oneByOne(rows * (compares ? 2 : 1)),
    load: () => planLoad(config.load, data?.sample.length),
    ab: () => oneByOne(config.ab ? countAbRequests(config.ab) : 0),
    canary: () => (config.canary ? planCanary(config.canary, TYPICAL_ANSWER_MS) : oneByOne(0)),
    shadow: () => oneByOne(config.shadow ? planPairs(config.shadow).requests : 0),
  };
  return suites.map((suite) => ({ suite, ...(plans[suite]?.() ?? oneByOne(0)) }));
}

function planLoad(load: LoadConfig | null, inputs: number | undefined): StagePlan {
  const plans = load === null ? [] : stagesOf(STAGES, load).map((stage) => stage.plan(inputs));
  return {
    requests: plans.reduce((sum, { requests }) => sum + requests, 0),
    durationMs: plans.reduce((sum, { durationMs }) => sum + durationMs, 0),
  };
}

/** What every run says first. */
export function describeRun(prepared: PreparedRun, shard: Shard | null = null): string[] {
  return [
    ...(prepared.data ? describeData(prepared.data) : []),
    ...describePlan(planRun(prepared)),
    ...describePower(prepared),
    ...(shard === null ? [] : [describeShard(shard)]),
  ];
}

/** Comparisons of two sides are planned before they are begun. */
function describePower({ config: { ab, canary }, suites }: PreparedRun): string[] {
  return [
    ...(ab && suites.includes("ab") ? describeAbPower(ab) : []),
    ...(canary && suites.includes("canary") ? describeCanaryPower(canary) : []),
  ];
}

function describeShard(shard: Shard): string {
  const rest = shard.index === 1 ? ", and all that is not shared" : "";
  return `this is ${nameShard(shard)}: it sends one in ${shard.total} of the requests of load.performance and load.endurance${rest}`;
}

function describePlan(plans: readonly SuitePlan[]): string[] {
  const requests = plans.reduce((sum, plan) => sum + plan.requests, 0);
  const durationMs = plans.reduce((sum, plan) => sum + plan.durationMs, 0);
  const parts = plans.map((plan) => `${plan.suite} ${plan.requests}`).join(", ");
  return [
    `infergate will send about ${requests} requests in about ${formatDuration(durationMs)}, if an answer takes ${TYPICAL_ANSWER_MS} ms (${parts})`,
  ];
}

/** The smallest effect that each gate with a count can tell from chance, before a request is sent. */
export function detectableEffects({ config, suites }: PreparedRun): string[] {
  const lines: string[] = [];
  const add = (what: string, n: number, limit: number, direction: "at-most" | "at-least") =>
    lines.push(`${what}: ${planShare({ n, limit, direction }).message}`);
  const { shadow, load } = config;
  if (suites.includes("shadow") && shadow) {
    add("shadow/agreement", shadow.requests, shadow.minAgreement, "at-least");
    add("shadow/errors", shadow.requests, shadow.maxErrors, "at-most");
    const noiseFloor = planNoiseFloor(shadow);
    if (noiseFloor !== null) lines.push(`shadow/noise-floor: ${noiseFloor}`);
  }
  if (suites.includes("load") && load) {
    const gates = stagesOf(STAGES, load).flatMap((stage) => stage.gates());
    for (const { id, n, limit, direction } of gates) add(id, n, limit, direction);
  }
  return lines;
}
