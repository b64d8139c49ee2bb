import type { StressConfig } from "../../../config/types";
import { steady } from "../../../load/arrivals/rate-profile";
import { formatDuration } from "../../../report/format-duration";
import { check } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import type { SuiteContext } from "../../types";
import { judgeCorrectness } from "../judge-correctness";
import { MOST_INPUTS } from "../load-limits";
import type { LoadSessions } from "../session";
import type { StageResult } from "../stage";
import { countWarmUp } from "../traffic/observe-traffic";
import { describeUnanswered } from "../unanswered";
import { withoutReferences } from "../without-references";
import { adverseCheck } from "./adverse/adverse-check";
import type { StepReading } from "./carried";
import { type Climb, climb, climbTo, type Rung } from "./climb";
import { judgeCapacity } from "./judge-capacity";
import { judgeRecovery } from "./judge-recovery";
import { type Overload, overloadThenBase } from "./overload";
import { createBench, type StressBench } from "./stress-bench";
import { allErrors, failAtCapacity, identify, inOrder, type StressCheck } from "./stress-checks";
import { stressSeries } from "./stress-series";

/**
 * The stress stage: what is normal at the base rate, ordinary requests in adverse company, the rate
 * raised until it breaks, and the way back. What may break the endpoint comes last.
 */
export async function runStress(
  context: SuiteContext,
  config: StressConfig,
  sessions: LoadSessions,
): Promise<StageResult> {
  const session = await sessions.open({
    stream: null,
    inputs: Math.min(MOST_INPUTS, context.inputs.length),
    mostInFlight: config.maxInFlight,
  });
  if ("verdict" in session) {
    return withoutReferences(session, {
      allErrors: (message, hint) => allErrors(config, message, hint),
      failAt: (found, because) => failAtCapacity(config, found, because),
    });
  }
  try {
    const bench = createBench(context, config, session);
    const result = tooShort(bench) ?? (await stress(bench));
    const checks = context.signal.aborted
      ? allErrors(config, `not judged: ${context.whyStopped()}`)
      : result.checks;
    return { ...result, checks, sent: session.sent };
  } finally {
    await session.close();
  }
}

/** A step of a few answers' time is nearly all beginning and end. */
const ANSWERS_A_STEP = 4;

/** Why nothing could be told of steps so short; null where something can. */
function tooShort({ config, unloadedMs }: StressBench): Omit<StageResult, "sent"> | null {
  const needMs = ANSWERS_A_STEP * unloadedMs;
  if (config.eachMs >= needMs) return null;
  const [answer, each, need] = [unloadedMs, config.eachMs, needMs].map((ms) => formatDuration(ms));
  const checks = inOrder(config, new Map(), (name) =>
    check({
      ...name,
      verdict: "inconclusive",
      message: `not run: an answer takes ${answer} even unloaded, and each step lasts ${each}`,
      hint: `Let load.stress.each be ${need} or more.`,
    }),
  );
  return { checks, series: [] };
}

async function stress(bench: StressBench): Promise<Omit<StageResult, "sent">> {
  const { config, load, session } = bench;
  const [baseRate] = config.rates as [number];
  const warmUp = await load.run(steady(baseRate, (countWarmUp(baseRate) / baseRate) * 1000));
  if (warmUp.stopped === "unanswered") {
    const record = { run: warmUp, evidence: session.evidence(warmUp) };
    const { found, because } = describeUnanswered(record, null);
    const nothing = {
      observed: 0,
      limit: config.minCapacity,
      direction: "at-least",
      unit: "per-second",
    } as const;
    return { checks: failAtCapacity(config, { ...found, ...nothing }, because), series: [] };
  }
  const { rung } = await climbTo(bench, baseRate, null);
  const base = rung.readings.findLast(({ state }) => state === "carried");
  if (bench.context.signal.aborted) return { checks: [], series: [] };
  // One good reading among broken ones is no rate that was carried.
  if (rung.state !== "carried" || base === undefined) return baseNotCarried(bench, rung);
  const found = new Map<StressCheck, Check>();
  for (const situation of config.adverse) {
    if (bench.context.signal.aborted) break;
    found.set(situation, await adverseCheck(bench, base, situation));
  }
  const climbed = await climb(bench, base);
  const rungs = [rung, ...climbed.rungs];
  if (bench.context.signal.aborted) return { checks: [], series: [] };
  const overload = climbed.overload ?? (await overloadAtTop(bench, base, rungs));
  found.set("capacity", judgeCapacity(rungs, config));
  found.set("recovery", judgeRecovery(overload, base, config));
  found.set("correct", correctness(bench));
  return {
    checks: inOrder(config, found, unreported),
    series: stressSeries(bench, rungs, base, overload),
  };
}

/** Where nothing broke, the way back from the highest rate that was carried is looked at. */
function overloadAtTop(
  bench: StressBench,
  base: StepReading,
  rungs: Climb["rungs"],
): Promise<Overload> {
  const top = rungs.findLast(({ state }) => state === "carried") as Rung;
  return overloadThenBase(bench, base, top.rate, { endIfCarried: false });
}

/** There is nothing to come back to, and nothing to compare adverse situations with. */
function baseNotCarried(bench: StressBench, rung: Rung): Omit<StageResult, "sent"> {
  const { config } = bench;
  const found = new Map<StressCheck, Check>([
    ["capacity", judgeCapacity([rung], config)],
    ["correct", correctness(bench)],
  ]);
  const [reason] = rung.readings.flatMap(({ reasons }) => reasons);
  const verdict = rung.state === "unsound" ? "error" : "inconclusive";
  const checks = inOrder(config, found, (name) =>
    check({
      ...name,
      verdict,
      message: `not judged: even the first rate, ${rung.rate}/s, was not carried: ${reason}`,
      hint: "Lower load.stress.start to a rate that the endpoint carries with ease.",
    }),
  );
  return { checks, series: [] };
}

function correctness({ config, kept }: StressBench): Check {
  return judgeCorrectness({
    name: identify("correct"),
    limit: config.correct,
    seen: kept.seen,
  });
}

function unreported({ id }: { id: string }): never {
  throw new RangeError(`the stress stage has no finding for ${id}`);
}
