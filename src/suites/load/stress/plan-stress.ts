import type { StressConfig } from "../../../config/types";
import { planShare } from "../../../verdict/plan-share";
import { MOST_INPUTS, TYPICAL_ANSWER_MS } from "../load-limits";
import { IN_A_ROW, windowLength } from "../settling";
import type { PlannedGate, StagePlan } from "../stage";
import { countInputs } from "../traffic/schedule-traffic";
import { MAY_BE_LATE } from "./carried";

/**
 * As many times the fewest requests that can pass are made: one or two bad ones are forgiven, and
 * where response times are judged, that neighbours are alike and worth less than as many independent ones.
 */
const SPARE = { failures: 1.6, times: 3 };

/** What the stage will send at most, and how long that takes at most: it ends soon after the break. */
export function planStress(config: StressConfig, inputs: number = MOST_INPUTS): StagePlan {
  const { rates, adverse } = config;
  const [base, top] = [rates[0] as number, rates.at(-1) as number];
  const climbs = rates.map((rate) => ({ rate, forMs: stepLength(config, rate) }));
  const beside = adverse.map(() => ({ rate: base, forMs: judgedLength(config, base) }));
  const phases = [
    ...climbs,
    ...beside,
    { rate: top, forMs: config.eachMs },
    { rate: base, forMs: recoveryLength(config) },
  ];
  const unloaded = 2 * countInputs(Number.POSITIVE_INFINITY, inputs);
  return {
    requests: phases.reduce((sum, { rate, forMs }) => sum + requestsOf(rate, forMs), unloaded),
    durationMs: phases.reduce((sum, { forMs }) => sum + forMs, unloaded * TYPICAL_ANSWER_MS),
  };
}

/** The shares that are judged by a count, before a request is sent. */
export function stressGates(config: StressConfig): PlannedGate[] {
  const { rates, adverse, minCapacity } = config;
  const gate = (name: string, rate: number): PlannedGate => ({
    id: `load/stress/${name}`,
    n: requestsOf(rate, judgedLength(config, rate)),
    limit: mayBeLate(config),
    direction: "at-most",
  });
  return [
    ...(minCapacity === null ? [] : [gate("capacity", minCapacity)]),
    ...adverse.map((name) => gate(name, rates[0] as number)),
  ];
}

/** How long a step lasts: the one that is judged by its count, long enough to be judged. */
export function stepLength(config: StressConfig, rate: number): number {
  return rate === config.minCapacity ? judgedLength(config, rate) : config.eachMs;
}

/** Long enough at this rate for a pass to be possible. */
export function judgedLength(config: StressConfig, rate: number): number {
  const { fewest } = planShare({ n: 1, limit: mayBeLate(config), direction: "at-most" });
  const requests = fewest * (config.slo.p95 === null ? SPARE.failures : SPARE.times);
  return Math.max(config.eachMs, Math.ceil((requests * 1000) / rate));
}

/** How long the base rate goes on after an overload, at most. */
export function recoveryLength({ rates, recoverWithinMs }: StressConfig): number {
  return recoverWithinMs + (IN_A_ROW + 1) * windowLength(rates[0] as number);
}

/** The tightest of the shares that are judged. */
function mayBeLate({ slo }: StressConfig): number {
  return Math.min(1 - MAY_BE_LATE, slo.errors);
}

function requestsOf(rate: number, forMs: number): number {
  return Math.round((rate * forMs) / 1000);
}
