import { setTimeout as sleep } from "node:timers/promises";
import type { TrafficConfig } from "../../../config/types";
import type { LoadRun } from "../../../load/generator";
import type { StreamPlan } from "../../../load/load-plan";
import type { Recording } from "../../../load/recording";
import type { OpenSchedule } from "../../../load/schedule";
import type { SuiteContext } from "../../types";
import type { NoReferences } from "../collect-references";
import { MOST_WARM_UP, WARM_UP_MS } from "../load-limits";
import type { LoadSession, LoadSessions } from "../session";
import { countInputs, countRequests, scheduleTraffic } from "./schedule-traffic";
import type { EarlyDecision, TrafficRecord } from "./traffic-record";

export interface Observation {
  /** Of the stage: "performance". */
  name: string;
  traffic: TrafficConfig;
  stream: StreamPlan | null;
  /** Asked now and then: what is missed for certain already, so that the rest need not be sent. */
  decide?: (recording: Recording) => EarlyDecision | null;
}

/** Sends a stage's traffic, after the unloaded answers and a short warm-up, and tells what was seen. */
export async function observeTraffic(
  context: SuiteContext,
  sessions: LoadSessions,
  { name, traffic, stream, decide }: Observation,
): Promise<{ record: TrafficRecord; sent: number } | NoReferences> {
  const session = await sessions.open({
    stream,
    inputs: countInputs(countRequests(traffic), context.inputs.length),
    mostInFlight: traffic.maxInFlight,
  });
  if ("verdict" in session) return session;
  try {
    const schedule = await scheduleTraffic(context, name, traffic, session.inputs);
    const warmUp = await session.run(warmUpSchedule(schedule, traffic.rate, session.inputs));
    if (warmUp.stopped !== null) {
      const record = recordOf(session, warmUp, null);
      const startedAtMs = context.clock.date().getTime();
      return {
        record: { ...record, startedAtMs, server: null, neverBegan: true },
        sent: session.sent,
      };
    }
    await waitForStart(context);
    const startedAtMs = context.clock.date().getTime();
    const startMs = context.clock.now();
    let decided: EarlyDecision | null = null;
    const run = await session.run(schedule, {
      onProgress: reportProgress(context, name, schedule.arrivals.length),
      // One machine's part alone says less than it seems, and the others would go on.
      enough: (recording) => {
        if (context.shard !== null) return false;
        decided ??= decide?.(recording) ?? null;
        return decided !== null;
      },
    });
    const record = recordOf(session, run, decided);
    return {
      record: { ...record, startedAtMs, server: sessions.serverSince(startMs), neverBegan: false },
      sent: session.sent,
    };
  } finally {
    await session.close();
  }
}

function recordOf(session: LoadSession, run: LoadRun, decided: EarlyDecision | null) {
  const { contradiction, inputs, connections } = session;
  return { run, decided, contradiction, inputs, connections, evidence: session.evidence(run) };
}

/** Until the moment that the machines of a run have agreed upon; what comes too late begins at once. */
async function waitForStart({ startAtMs, clock, signal }: SuiteContext): Promise<void> {
  const waitMs = (startAtMs ?? 0) - clock.date().getTime();
  // An abort ends the wait, and the run notices it by itself.
  if (waitMs > 0) await sleep(waitMs, null, { signal }).catch(() => {});
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

export function countWarmUp(rate: number): number {
  return Math.max(1, Math.min(MOST_WARM_UP, Math.floor((rate * WARM_UP_MS) / 1000)));
}

const PROGRESS_STEPS = 50;

/** The loop tells more often than anyone can read. */
function reportProgress(
  { progress }: SuiteContext,
  name: string,
  total: number,
): (done: number) => void {
  let told = -1;
  return (done) => {
    const step = Math.floor((done * PROGRESS_STEPS) / total);
    if (step === told) return;
    told = step;
    progress("load", done, total, name);
  };
}
