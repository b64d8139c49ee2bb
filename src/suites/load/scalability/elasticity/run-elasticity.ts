import type { ElasticityConfig } from "../../../../config/types";
import { constantArrivals } from "../../../../load/arrivals/constant-arrivals";
import { type RateProfile, steady } from "../../../../load/arrivals/rate-profile";
import type { LoadRun } from "../../../../load/generator";
import type { Recording } from "../../../../load/recording";
import type { SuiteContext } from "../../../types";
import type { AnswersKept } from "../../answers-kept";
import { ConstantLoad } from "../../constant-load";
import { measuredTimes } from "../../response-times";
import type { LoadSession, LoadSessions } from "../../session";
import { IN_A_ROW, type LoadWindow, readWindows, settledAt, windowLength } from "../../settling";
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

/** Steps the rate up until the objectives hold again, and down until there are fewer replicas. */
export async function runElasticity(
  context: SuiteContext,
  config: ElasticityConfig,
  { session, sessions, kept }: { session: LoadSession; sessions: LoadSessions; kept: AnswersKept },
): Promise<ElasticityRun> {
  const { from, to, holdMs, withinMs, maxInFlight } = config;
  const { clock } = context;
  const requests = constantArrivals(upProfile(config)).length + (from * withinMs) / 1000;
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
        watch !== null && rising.length === 0 ? (watch.problem() ?? "nothing was told") : null,
      sent: watch?.sent ?? 0,
    };
  } finally {
    await watch?.close();
  }
}

/** The lower rate, the step up, and time enough to see whether the objectives hold in the end. */
function upProfile({ from, to, holdMs, withinMs }: ElasticityConfig): RateProfile {
  return [...steady(from, holdMs), ...steady(to, withinMs + (IN_A_ROW + 1) * windowLength(to))];
}

/** How long after the step up the first of three windows in a row began that meet the objectives; null for none. */
export function heldAgain(
  config: ElasticityConfig,
  recording: Recording,
  times: Float64Array,
): number | null {
  const settled = settledAt(windowsAfterStep(config, recording, times), (window) =>
    meets(config, window),
  );
  return settled === null ? null : settled - config.holdMs;
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
