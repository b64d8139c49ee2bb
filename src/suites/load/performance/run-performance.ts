import type { PerformanceConfig, Slo } from "../../../config/types";
import type { LoadRun } from "../../../load/generator";
import type { OpenSchedule } from "../../../load/schedule";
import { check } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import type { SuiteContext } from "../../types";
import { UNSTREAMED_HINT, whyUnstreamed } from "../../why-unstreamed";
import type { NoReferences } from "../collect-references";
import { WARM_UP_MS } from "../load-limits";
import type { LoadSession, LoadSessions } from "../session";
import type { StageResult } from "../stage";
import { countRequests, scheduleTraffic } from "../traffic";
import { allErrors, failAtErrors, judgePerformance } from "./judge-performance";
import { performanceSeries } from "./performance-series";
import { asksForStreams, identify } from "./performance-stage";
import { countInputs, countWarmUp } from "./plan-performance";

/** The performance stage: unloaded answers, a short warm-up, the load, and what it shows. */
export async function runPerformance(
  context: SuiteContext,
  config: PerformanceConfig,
  sessions: LoadSessions,
): Promise<StageResult> {
  const { slo, maxInFlight } = config;
  const stream = asksForStreams(slo) ? { gapPercentiles: gapPercentiles(slo) } : null;
  const unstreamed = stream ? whyUnstreamed([context.candidate]) : null;
  if (unstreamed !== null) {
    return { checks: allErrors(slo, unstreamed, UNSTREAMED_HINT), series: [], sent: 0 };
  }
  const session = await sessions.open({
    stream,
    inputs: countInputs(countRequests(config), context.inputs.length),
    mostInFlight: maxInFlight,
  });
  if ("verdict" in session) return { checks: notAnswered(slo, session), series: [], sent: 0 };
  try {
    return await putUnderLoad(context, config, session);
  } finally {
    await session.close();
  }
}

function notAnswered(slo: Slo, { verdict, message, hint, evidence }: NoReferences): Check[] {
  if (verdict === "error") return allErrors(slo, message, hint);
  const errors = check({ ...identify("errors"), verdict, message, hint, evidence });
  return failAtErrors(slo, errors, `not run: ${message}`);
}

async function putUnderLoad(
  context: SuiteContext,
  config: PerformanceConfig,
  session: LoadSession,
): Promise<StageResult> {
  const schedule = await scheduleTraffic(context, "performance", config, session.inputs);
  const warmUp = await session.run(warmUpSchedule(schedule, config.rate, session.inputs));
  const run =
    warmUp.stopped === null
      ? await session.run(schedule, {
          onProgress: reportProgress(context, schedule.arrivals.length),
        })
      : warmUp;
  return {
    checks:
      run.stopped === "interrupted"
        ? allErrors(config.slo, `not judged: ${context.whyStopped()}`)
        : judgePerformance(stageOf(config, run, session)),
    series: run === warmUp ? [] : performanceSeries(run.recording),
    sent: session.sent,
  };
}

function stageOf(config: PerformanceConfig, run: LoadRun, session: LoadSession) {
  const { contradiction, inputs, connections } = session;
  return { config, run, contradiction, inputs, connections, evidence: session.evidence(run) };
}

function gapPercentiles({ streams }: Slo): number[] {
  return streams.filter(({ measure }) => measure === "itl").map(({ p }) => p);
}

/** A few requests that open connections and warm both sides up; what they show is not measured. */
function warmUpSchedule(schedule: OpenSchedule, rate: number, inputs: number): OpenSchedule {
  const count = countWarmUp(rate);
  const gapMs = Math.min(1000 / rate, WARM_UP_MS / count);
  return {
    ...schedule,
    arrivals: Float64Array.from({ length: count }, (_, i) => i * gapMs),
    inputs: Uint32Array.from({ length: count }, (_, i) => i % inputs),
  };
}

const PROGRESS_STEPS = 50;

/** The loop tells more often than anyone can read. */
function reportProgress({ progress }: SuiteContext, total: number): (done: number) => void {
  let told = -1;
  return (done) => {
    const step = Math.floor((done * PROGRESS_STEPS) / total);
    if (step === told) return;
    told = step;
    progress("load", done, total, "performance");
  };
}
