import type { Row } from "../../data/types";
import type { Random } from "../../stats/random";
import { shuffle } from "../../stats/random";
import type { Asked } from "../ask";
import type { SuiteContext } from "../types";
import type { Arm } from "./arms";

/** Connections, caches and compilers settle first; these requests are not counted. */
export const WARM_UP_REQUESTS = 20;

/** After so many requests in a row to one side without any answer, the rest would only wait for the same. */
const MOST_BROKEN_IN_A_ROW = 10;

/** A request and the side that it went to; null where nobody can say which that was. */
export interface SentRow {
  arm: Arm | null;
  row: Row;
  asked: Asked;
}

export interface ArmRun<Sent extends SentRow> {
  requests: Sent[];
  /** Why not all requests were sent, and whose doing it was; null where they were, or enough was known. */
  cutShort: { why: string; side: Arm | "nobody" } | null;
}

export interface Sending<Sent extends SentRow> {
  rows: Iterator<Row>;
  count: number;
  send(row: Row): Promise<Sent>;
  /** Told of each request once it is through; true ends the run. */
  enough(requests: readonly Sent[]): boolean;
}

/** Sends rows one after the other until all are through, or `enough` says so. */
export async function sendRows<Sent extends SentRow>(
  { signal, whyStopped }: Pick<SuiteContext, "signal" | "whyStopped">,
  { rows, count, send, enough }: Sending<Sent>,
): Promise<ArmRun<Sent>> {
  const requests: Sent[] = [];
  const broken = { candidate: 0, baseline: 0, nobody: 0 };
  while (requests.length < count) {
    if (signal.aborted) return { requests, cutShort: { why: whyStopped(), side: "nobody" } };
    const next = rows.next();
    if (next.done) break;
    const sent = await send(next.value);
    if (signal.aborted) return { requests, cutShort: { why: whyStopped(), side: "nobody" } };
    const side = sent.arm ?? "nobody";
    broken[side] = sent.asked.exchange.ok ? 0 : broken[side] + 1;
    requests.push(sent);
    if (enough(requests)) break;
    if (broken[side] >= MOST_BROKEN_IN_A_ROW) {
      const why = `${broken[side]} requests in a row got no answer: ${sent.asked.problem?.message}`;
      return { requests, cutShort: { why, side } };
    }
  }
  return { requests, cutShort: null };
}

/** Every input once, in random order, before any comes again; without end unless there is none. */
export function* drawRows(inputs: readonly Row[], random: Random): Generator<Row, undefined> {
  while (inputs.length > 0) yield* shuffle(inputs, random);
}
