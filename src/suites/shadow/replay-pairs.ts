import type { Row } from "../../data/types";
import type { Random } from "../../stats/random";
import { shuffle } from "../../stats/random";
import { type Asked, ask } from "../ask";
import type { Endpoint, SuiteContext } from "../types";

/** The same input to both, back to back. */
export interface Pair {
  row: Row;
  candidate: Asked;
  baseline: Asked;
}

/** Connections, caches and compilers settle first; these pairs are sent and not counted. */
export const WARM_UP_PAIRS = 20;

/** After this many pairs in a row in which a side gave no answer at all, the rest would only wait. */
const MOST_BROKEN_IN_A_ROW = 5;

export interface Replay {
  pairs: Pair[];
  /** Why not all pairs were sent, and whose doing it was; null where they were. */
  cutShort: { why: string; side: "candidate" | "baseline" | "nobody" } | null;
}

/**
 * Sends each input to both sides one after the other, in an order that a seeded coin draws. Load
 * that drifts then strikes both alike: with blocks, A first and then B, an A/A comparison under
 * drifting load is a false positive in 75 % of runs, with random order in 5 % (simulated; see
 * docs/architecture.md). One pair at a time, so that the two never compete.
 */
export async function replayPairs(
  context: SuiteContext,
  baseline: Endpoint,
  count: number,
): Promise<Replay> {
  const { candidate, inputs, signal } = context;
  const coin = context.random("shadow/order");
  const rows = drawRows(inputs, WARM_UP_PAIRS + count, context.random("shadow/rows"));
  const pairs: Pair[] = [];
  const broken = { candidate: 0, baseline: 0 };
  for (const [index, row] of rows.entries()) {
    const pair = await askBoth(row, candidate, baseline, coin() < 0.5, signal);
    if (signal.aborted) return { pairs, cutShort: { why: context.whyStopped(), side: "nobody" } };
    for (const side of ["candidate", "baseline"] as const) {
      broken[side] = pair[side].exchange.ok ? 0 : broken[side] + 1;
    }
    if (index >= WARM_UP_PAIRS) pairs.push(pair);
    for (const side of ["baseline", "candidate"] as const) {
      if (broken[side] < MOST_BROKEN_IN_A_ROW) continue;
      const why = `${broken[side]} requests in a row got no answer: ${pair[side].problem?.message}`;
      return { pairs, cutShort: { why, side } };
    }
    context.progress(
      "shadow",
      Math.max(0, index + 1 - WARM_UP_PAIRS),
      count,
      "pairs to candidate and baseline",
    );
  }
  return { pairs, cutShort: null };
}

async function askBoth(
  row: Row,
  candidate: Endpoint,
  baseline: Endpoint,
  candidateFirst: boolean,
  signal: AbortSignal,
): Promise<Pair> {
  if (candidateFirst) {
    const first = await ask(candidate, [row], signal);
    return { row, candidate: first, baseline: await ask(baseline, [row], signal) };
  }
  const first = await ask(baseline, [row], signal);
  return { row, baseline: first, candidate: await ask(candidate, [row], signal) };
}

/** Every input once, in random order, before any comes again. */
function drawRows(inputs: readonly Row[], count: number, random: Random): Row[] {
  const rows: Row[] = [];
  while (rows.length < count && inputs.length > 0) {
    rows.push(...shuffle(inputs, random).slice(0, count - rows.length));
  }
  return rows;
}
