import type { Row } from "../../data/types";
import type { Random } from "../../stats/random";
import { shuffle } from "../../stats/random";
import { type Asked, ask } from "../ask";
import { stickyShare } from "../assignment/sticky-share";
import type { Endpoint, SuiteContext } from "../types";

/** The candidate's requests and the baseline's: each request goes to one of them. */
export const ARMS = ["candidate", "baseline"] as const;
export type Arm = (typeof ARMS)[number];

export interface ArmRequest {
  arm: Arm;
  row: Row;
  asked: Asked;
}

export type Assign = (row: Row) => Arm;

/** By chance, or by a column whose values always go to the same side. */
export function createAssignment(
  { key, split }: { key: string | null; split: number },
  random: Random,
  salt: string,
): Assign {
  const draw =
    key === null ? () => random() : (row: Row) => stickyShare(String(row[key] ?? ""), salt);
  return (row) => (draw(row) < split ? "candidate" : "baseline");
}

/** Connections, caches and compilers settle first; these go to both and are not counted. */
export const WARM_UP_REQUESTS = 20;

/** After so many requests in a row to one side without any answer, the rest would only wait for the same. */
const MOST_BROKEN_IN_A_ROW = 10;

export interface ArmRun {
  requests: ArmRequest[];
  /** Why not all requests were sent, and whose doing it was; null where they were, or enough was known. */
  cutShort: { why: string; side: Arm | "nobody" } | null;
}

/**
 * Sends requests one after the other, each to the side that it is assigned to, until all are sent or
 * `enough` says so.
 */
export async function sendToArms(
  context: SuiteContext,
  baseline: Endpoint,
  { count, assign }: { count: number; assign: Assign },
  enough: (requests: readonly ArmRequest[]) => boolean,
): Promise<ArmRun> {
  const { candidate, signal, progress, inputs } = context;
  const endpoints = { candidate, baseline };
  const requests: ArmRequest[] = [];
  const broken = { candidate: 0, baseline: 0 };
  const rows = drawRows(inputs, WARM_UP_REQUESTS + count, context.random("ab/rows"));
  let index = -1;
  for (const row of rows) {
    index += 1;
    const warmUp = index < WARM_UP_REQUESTS;
    const arm = warmUp ? (ARMS[index % 2] as Arm) : assign(row);
    const asked = await ask(endpoints[arm], [row], signal);
    if (signal.aborted)
      return { requests, cutShort: { why: context.whyStopped(), side: "nobody" } };
    broken[arm] = asked.exchange.ok ? 0 : broken[arm] + 1;
    if (!warmUp) requests.push({ arm, row, asked });
    if (broken[arm] >= MOST_BROKEN_IN_A_ROW) {
      const why = `${broken[arm]} requests in a row got no answer: ${asked.problem?.message}`;
      return { requests, cutShort: { why, side: arm } };
    }
    progress("ab", requests.length, count, "requests to candidate or baseline");
    if (!warmUp && enough(requests)) break;
  }
  return { requests, cutShort: null };
}

/** Every input once, in random order, before any comes again. */
function* drawRows(inputs: readonly Row[], count: number, random: Random): Generator<Row> {
  for (let drawn = 0; drawn < count; ) {
    for (const row of shuffle(inputs, random)) {
      if (drawn++ < count) yield row;
    }
  }
}
