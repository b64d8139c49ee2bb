import type { ElasticityConfig } from "../../../../config/types";
import { type RateProfile, steady } from "../../../../load/arrivals/rate-profile";
import type { LoadRun } from "../../../../load/generator";
import type { Recording } from "../../../../load/recording";
import type { SuiteContext } from "../../../types";
import type { AnswersKept } from "../../answers-kept";
import { ConstantLoad } from "../../constant-load";
import { measuredTimes } from "../../response-times";
import type { LoadSession, LoadSessions } from "../../session";
import { IN_A_ROW, type LoadWindow, readWindows, windowLength } from "../../settling";
import type { StagePlan } from "../../stage";
import { openReplicaWatch, type ReplicaSample, type ReplicaWatch } from "./replica-watch";

/** What the step up and the step down showed. */
export interface ElasticityRun {
  /** At the lower rate, then at the higher one. */
  up: LoadRun;
  /** The rate that was asked for from a time since the step up on, milliseconds; the last is the end. */
  offered: { atMs: number; rate: number }[];
  /** By the time since the step up, milliseconds: negative before it. */
  replicas: ReplicaSample[];
  /** Null where nothing is to be seen of replicas. */
  seen: {
    before: number;
    most: number;
    /** How long after the step down there were fewer than at most; null where they stayed, or never rose. */
    fellAfterMs: number | null;
  } | null;
  /** Why replicas could not be seen, though they were asked for; null where they could, or were not. */
  problem: string | null;
  /** Requests of the watch over the replicas. */
  sent: number;
}

/** What is sent at most, and how long that takes: it ends where the objectives hold again. */
export function planElasticity(config: ElasticityConfig): StagePlan {
  const { from, to, holdMs, withinMs } = config;
  return {
    requests: (from * (holdMs + withinMs) + to * higherMs(config)) / 1000,
    durationMs: holdMs + higherMs(config) + withinMs,
  };
}

/** Steps the rate up until the objectives hold again, and down until there are fewer replicas. */
export async function runElasticity(
  context: SuiteContext,
  config: ElasticityConfig,
  { session, sessions, kept }: { session: LoadSession; sessions: LoadSessions; kept: AnswersKept },
): Promise<ElasticityRun> {
  const { from, to, holdMs, withinMs, maxInFlight } = config;
  const { clock } = context;
  const { requests } = planElasticity(config);
  const load = new ConstantLoad(
    context,
    session,
    kept,
    { name: "scalability", requests },
    maxInFlight,
  );
  const watch = openReplicaWatch(config, context, session, sessions);
  try {
    const upMs = clock.now();
    const up = await load.run(
      upProfile(config),
      (recording) => heldAgain(config, recording, measuredTimes(recording)) !== null,
    );
    const stepMs = upMs + holdMs;
    const rising = watch?.since(upMs) ?? [];
    const before =
      rising.findLast(({ atMs }) => atMs < stepMs)?.replicas ?? rising[0]?.replicas ?? 0;
    const most = Math.max(0, ...rising.map(countOf));
    const downMs = clock.now();
    const rose = most > before;
    const goesDown = watch !== null && rose && up.stopped !== "interrupted";
    if (goesDown) {
      await load.run(steady(from, withinMs), () => fell(watch, downMs, most) !== null);
    }
    const fellAt = watch && rose ? fell(watch, downMs, most) : null;
    // A source that is silent by then says neither that they stayed nor that they went.
    const blind =
      rose && fellAt === null && (watch?.since(downMs).length === 0 || watch?.problem() !== null);
    return {
      up,
      offered: [
        { atMs: -holdMs, rate: from },
        { atMs: 0, rate: to },
        ...(goesDown ? [{ atMs: downMs - stepMs, rate: from }] : []),
        { atMs: clock.now() - stepMs, rate: goesDown ? from : to },
      ],
      replicas: (watch?.since(upMs) ?? []).map(({ atMs, replicas }) => ({
        atMs: atMs - stepMs,
        replicas,
      })),
      seen:
        rising.length === 0
          ? null
          : { before, most, fellAfterMs: fellAt === null ? null : fellAt - downMs },
      problem:
        watch !== null && (rising.length === 0 || blind)
          ? (watch.problem() ?? "nothing was told")
          : null,
      sent: watch?.sent ?? 0,
    };
  } finally {
    await watch?.close();
  }
}

/** The lower rate, the step up, and time enough to see whether the objectives hold in the end. */
function upProfile(config: ElasticityConfig): RateProfile {
  const { from, to, holdMs } = config;
  return [...steady(from, holdMs), ...steady(to, higherMs(config))];
}

/** How long the higher rate lasts at most. */
function higherMs(config: ElasticityConfig): number {
  return config.withinMs + (windowsHeld(config) + 1) * windowLength(config.to);
}

/**
 * A server that is asked for a twentieth more than it can do needs nineteen times the limit on
 * latency until its queue is over it; before that it looks as if it held.
 */
const LIMITS_UNTIL_SEEN = 20;

/** Over how many windows it has to hold: the time that it may take to hold again is also the longest to see it hold. */
function windowsHeld({ to, withinMs, slo }: ElasticityConfig): number {
  const seenMs = Math.min(LIMITS_UNTIL_SEEN * slo.p95, withinMs);
  return Math.max(2 * IN_A_ROW, Math.ceil(seenMs / windowLength(to)));
}

/**
 * How long after the step up the first of three windows in a row began that meet the objectives, which
 * three in a row at the end of the time that it has to hold meet, too; null for none. Three alone may
 * hold by chance, of all that there are, or because a queue is still short.
 */
export function heldAgain(
  config: ElasticityConfig,
  recording: Recording,
  times: Float64Array,
): number | null {
  const windows = windowsAfterStep(config, recording, times);
  const holds = windows.map((window) => meets(config, window));
  const inARow = (from: number) =>
    holds.slice(from, from + IN_A_ROW).filter(Boolean).length === IN_A_ROW;
  const end = windowsHeld(config) - IN_A_ROW;
  const first = windows.find((_, at) => inARow(at) && inARow(at + end));
  return first === undefined ? null : first.startMs - config.holdMs;
}

function windowsAfterStep(
  { to, holdMs }: ElasticityConfig,
  recording: Recording,
  times: Float64Array,
): LoadWindow[] {
  return readWindows(recording, times, { fromMs: holdMs, widthMs: windowLength(to) });
}

/** As many whole ones as there are before the step, too. */
export function windowsAroundStep(
  { to, holdMs }: ElasticityConfig,
  recording: Recording,
  times: Float64Array,
): LoadWindow[] {
  const widthMs = windowLength(to);
  return readWindows(recording, times, { fromMs: holdMs % widthMs, widthMs });
}

const MAY_BE_LATE = 0.05;

function meets({ slo }: ElasticityConfig, { times }: LoadWindow): boolean {
  const late = times.filter((time) => time > slo.p95).length;
  const failed = times.filter((time) => time === Number.POSITIVE_INFINITY).length;
  return late <= MAY_BE_LATE * times.length && failed <= slo.errors * times.length;
}

function fell(watch: ReplicaWatch, sinceMs: number, most: number): number | null {
  return watch.since(sinceMs).find(({ replicas }) => replicas < most)?.atMs ?? null;
}

function countOf({ replicas }: ReplicaSample): number {
  return replicas;
}
