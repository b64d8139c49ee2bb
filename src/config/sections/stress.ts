import { fewestToPass } from "../../verdict/plan-share";
import type { Context } from "../context";
import { DEFAULT_STRESS } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawStress } from "../raw-config";
import { FASTEST, RANGES, readDuration, readRate, within } from "../read-quantity";
import type { Slo, StressConfig } from "../types";
import { readCarriedSlo } from "./carried-slo";
import { readCorrect } from "./correct";
import { MOST_REQUESTS } from "./traffic";

/** @param shared `load.performance.slo` */
export function readStress(
  context: Context,
  path: KeyPath,
  raw: RawStress,
  shared: Slo,
): StressConfig {
  const fallback = DEFAULT_STRESS;
  const rate = <F>(key: "start" | "min_capacity" | "max_rate", otherwise: F): number | F =>
    raw[key] === undefined ? otherwise : readRate(context, [...path, key], raw[key], Number.NaN);
  const duration = (key: "each" | "recover_within", otherwise: number) =>
    readDuration(context, [...path, key], raw[key], otherwise);
  const start = rate("start", fallback.start);
  const minCapacity = rate("min_capacity", null);
  const ladder: Ladder = {
    start,
    step: within(
      context,
      [...path, "step"],
      raw.step,
      raw.step ?? fallback.step,
      RANGES.stepFactor,
      STEP_HINT,
    ),
    minCapacity,
    maxRate: rate("max_rate", defaultMaxRate(start, minCapacity)),
    maxSteps: raw.max_steps ?? fallback.maxSteps,
  };
  const eachMs = duration("each", fallback.eachMs);
  const rates = checkLadder(context, path, ladder) ? climb(ladder) : [start];
  checkRequests(context, path, rates, eachMs);
  const recoverWithinMs = duration("recover_within", fallback.recoverWithinMs);
  const slo = readCarriedSlo(context, [...path, "slo"], raw.slo, shared);
  const adverse = raw.adverse ?? fallback.adverse;
  checkRecovery(context, [...path, "recover_within"], start, recoverWithinMs);
  checkErrors(context, [...path, "slo", "errors"], slo.errors, adverse.length + 1);
  return {
    rates,
    eachMs,
    minCapacity,
    recoverWithinMs,
    maxInFlight: raw.max_in_flight ?? fallback.maxInFlight,
    slo,
    adverse,
    correct: readCorrect(context, [...path, "correct"], raw.correct, shared.correct),
  };
}

const STEP_HINT =
  "With a factor of 1 or hardly more the rate does not rise, and the stage never ends.";

interface Ladder {
  start: number;
  step: number;
  minCapacity: number | null;
  maxRate: number;
  maxSteps: number;
}

function defaultMaxRate(start: number, minCapacity: number | null): number {
  const { overCapacity, overStart } = DEFAULT_STRESS;
  return Math.min(FASTEST, minCapacity === null ? start * overStart : minCapacity * overCapacity);
}

/** Whether the steps can be made; what is out of its range was told already. */
function checkLadder(context: Context, path: KeyPath, ladder: Ladder): boolean {
  const { start, step, minCapacity, maxRate, maxSteps } = ladder;
  if (![start, maxRate, minCapacity ?? start].every((rate) => rate > 0)) return false;
  if (!RANGES.stepFactor.holds(step)) return false;
  const impossible = (key: string, text: string) => {
    context.report("config/impossible-value", [...path, key], text);
    return false;
  };
  if (minCapacity !== null && start > minCapacity) {
    return impossible("start", `is ${start}/s, more than min_capacity (${minCapacity}/s)`);
  }
  if (maxRate <= start || (minCapacity !== null && maxRate < minCapacity)) {
    return impossible(
      "max_rate",
      `is ${maxRate}/s; expected more than start (${start}/s)${minCapacity === null ? "" : ` and at least min_capacity (${minCapacity}/s)`}`,
    );
  }
  const unlimited = climb({ ...ladder, maxSteps: MOST_RATES });
  const needed = unlimited.indexOf(minCapacity ?? start) + 1;
  if (needed > maxSteps) {
    return impossible("max_steps", `min_capacity is step ${needed}; expected at least ${needed}`);
  }
  return true;
}

/** Steps nearer to each other than this say the same. */
const SAME_RATE = 0.05;

/** From the first rate on by the factor, up to the highest; the least capacity is one of them. */
function climb({ start, step, minCapacity, maxRate, maxSteps }: Ladder): number[] {
  const named = [start, ...(minCapacity === null ? [] : [minCapacity]), maxRate];
  const isNew = (rate: number) => named.every((other) => Math.abs(rate / other - 1) > SAME_RATE);
  const between: number[] = [];
  for (let rate = start * step; rate < maxRate && between.length < MOST_RATES; rate *= step) {
    if (isNew(rate)) between.push(rate);
  }
  return [...new Set([...named, ...between])].sort((a, b) => a - b).slice(0, maxSteps);
}

/** Fewer say nothing of what is normal. */
const FEWEST_AT_BASE = 10;

/** A first rate next to 0 must not fill the memory before it is refused. */
const MOST_RATES = 10_000;

function checkRequests(
  context: Context,
  path: KeyPath,
  rates: readonly number[],
  eachMs: number,
): void {
  const requestsAt = (rate: number) => (rate * eachMs) / 1000;
  const [start = 0] = rates;
  if (requestsAt(start) > 0 && requestsAt(start) < FEWEST_AT_BASE) {
    context.report(
      "config/impossible-value",
      path,
      `its first step makes ${Math.round(requestsAt(start))} requests; expected ${FEWEST_AT_BASE} or more`,
      `Let each step last ${Math.ceil(FEWEST_AT_BASE / start)}s, or begin at a higher rate.`,
    );
  }
  const requests = rates.reduce((sum, rate) => sum + requestsAt(rate), 0);
  if (!(requests > MOST_REQUESTS)) return;
  context.report(
    "config/impossible-value",
    path,
    `its ${rates.length} steps make ${Math.round(requests)} requests; expected at most ${MOST_REQUESTS}`,
    "Lower max_rate, or make each shorter.",
  );
}

function checkRecovery(context: Context, path: KeyPath, start: number, withinMs: number): void {
  const requests = (start * withinMs) / 1000;
  if (!(requests > MOST_REQUESTS)) return;
  context.report(
    "config/impossible-value",
    path,
    `makes ${Math.round(requests)} requests at ${start}/s (start); expected at most ${MOST_REQUESTS}`,
    "Make it shorter, or begin at a lower rate.",
  );
}

/** A step that is judged by its count lasts until a pass is possible. */
function checkErrors(context: Context, path: KeyPath, errors: number, gates: number): void {
  if (!RANGES.mostOfShare.holds(errors)) return;
  const requests = gates * fewestToPass(errors);
  if (requests <= MOST_REQUESTS) return;
  context.report(
    "config/impossible-value",
    path,
    `takes ${requests} requests to show, ${gates} times ${requests / gates}; expected at most ${MOST_REQUESTS}`,
    "Name a larger share, or 0% for none at all in 299 requests and more.",
  );
}
