import type { StressConfig } from "../../../config/types";
import { quantile } from "../../../stats/percentile";
import type { SuiteContext } from "../../types";
import { AnswersKept } from "../answers-kept";
import { ConstantLoad } from "../constant-load";
import type { LoadSession } from "../session";
import type { SeenRun } from "../traffic/traffic-record";
import { readStep, type StepReading } from "./carried";
import { planStress } from "./plan-stress";

/** What every part of the stage works with. */
export interface StressBench {
  context: SuiteContext;
  config: StressConfig;
  session: LoadSession;
  load: ConstantLoad;
  kept: AnswersKept;
  /** How long an unloaded answer takes, 95th percentile, milliseconds. */
  unloadedMs: number;
  /** What a run of a step shows. */
  read(step: { rate: number; forMs: number; run: SeenRun }): StepReading;
}

export function createBench(
  context: SuiteContext,
  config: StressConfig,
  session: LoadSession,
): StressBench {
  const { requests } = planStress(config, context.inputs.length);
  const kept = new AnswersKept(session);
  const unloadedMs = quantile(session.unloadedMs, 0.95);
  return {
    context,
    config,
    session,
    kept,
    load: new ConstantLoad(
      context,
      session,
      kept,
      { name: "stress", requests },
      config.maxInFlight,
    ),
    unloadedMs,
    read: (step) => readStep({ ...step, slo: config.slo, unloadedMs }),
  };
}
