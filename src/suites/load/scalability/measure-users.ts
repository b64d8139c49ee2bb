import type { ScalabilityConfig } from "../../../config/types";
import { OUTCOME } from "../../../load/outcomes";
import type { ClosedSchedule } from "../../../load/schedule";
import { shuffle } from "../../../stats/random";
import type { SuiteContext } from "../../types";
import type { AnswersKept } from "../answers-kept";
import type { LoadSession } from "../session";
import { MOST_REQUESTS, readUsers, type UserReading } from "./user-reading";

/** Each number of users is measured so often, all of them once before any is again: drift is no law. */
export const REPLICATES = 3;
/** To begin with, and at the end. */
const FEW_REQUESTS = 10;

export interface MeasuredUsers {
  /** What every number of users showed, each in several runs. */
  readings: UserReading[];
  /** Whether a single user got a right answer when all was over: the last of many may have ended it. */
  aliveAfter: boolean;
}

/** Null where not even a first user was answered. */
export async function measureUsers(
  context: SuiteContext,
  config: ScalabilityConfig,
  session: LoadSession,
  kept: AnswersKept,
): Promise<MeasuredUsers | null> {
  const { users, eachMs, thinkMs } = config;
  const random = context.random("load/scalability/order");
  const seed = () => Math.floor(random() * 2 ** 31);
  const schedule = (at: number, mostRequests: number): ClosedSchedule => ({
    model: "closed",
    users: at,
    forMs: eachMs,
    thinkMs,
    seed: seed(),
    mostRequests,
  });
  const askAFew = async () => kept.keep(await session.run(schedule(1, FEW_REQUESTS)));
  const warmUp = await askAFew();
  if (warmUp.stopped === "unanswered") return null;
  const order = Array.from({ length: REPLICATES }, () => shuffle(users, random)).flat();
  const readings: UserReading[] = [];
  for (const [done, at] of order.entries()) {
    if (context.signal.aborted) break;
    context.progress("load", done, order.length, "scalability");
    const run = kept.keep(await session.run(schedule(at, MOST_REQUESTS)));
    readings.push(readUsers(run, { users: at, forMs: eachMs, thinkMs }));
  }
  const after = await askAFew();
  return { readings, aliveAfter: after.recording.outcome.includes(OUTCOME.right) };
}
