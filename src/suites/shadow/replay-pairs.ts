import type { Row } from "../../data/types";
import { type Random, sample } from "../../stats/random";
import { type Asked, ask } from "../ask";
import { drawRows } from "../assignment/send-rows";
import type { Endpoint, SuiteContext } from "../types";
import { type PairPlan, WARM_UP_PAIRS } from "./plan-pairs";

/** The same input to both, back to back. */
export interface Pair {
  row: Row;
  candidate: Asked;
  baseline: Asked;
  /** The baseline's second answer to the input; null where it was asked once. */
  again: Asked | null;
}

/** After this many pairs in a row in which a side gave no answer at all, the rest would only wait. */
const MOST_BROKEN_IN_A_ROW = 5;

/** Why not all pairs were sent, and whose doing it was. */
export interface CutShort {
  why: string;
  side: "candidate" | "baseline" | "nobody";
}

/**
 * Sends each input to both sides one after the other, in an order that a seeded coin draws. Load
 * that drifts then strikes both alike: with blocks, A first and then B, an A/A comparison under
 * drifting load is a false positive in 75 % of runs, with random order in 5 % (simulated; see
 * docs/architecture.md). One pair at a time, so that the two never compete. The baseline's second
 * answer comes last, so that a cache that it warms helps neither side.
 *
 * @param take gets each pair that counts; true ends the replay
 * @returns null where all pairs were sent, or `take` ended it
 */
export async function replayPairs(
  context: SuiteContext,
  baseline: Endpoint,
  plan: PairPlan,
  take: (pair: Pair) => boolean,
): Promise<CutShort | null> {
  const { candidate, inputs, signal } = context;
  const coin = context.random("shadow/order");
  const rows = drawRows(inputs, context.random("shadow/rows"));
  const repeated = drawRepeats(plan, context.random("shadow/repeats"));
  const broken = { candidate: 0, baseline: 0 };
  for (let done = -WARM_UP_PAIRS; done < plan.pairs; done++) {
    const { value: row } = rows.next();
    if (row === undefined) break;
    const both = await askBoth(row, candidate, baseline, coin() < 0.5, signal);
    const again = repeated.has(done) && !signal.aborted ? await ask(baseline, [row], signal) : null;
    if (signal.aborted) return { why: context.whyStopped(), side: "nobody" };
    for (const side of ["candidate", "baseline"] as const) {
      broken[side] = both[side].exchange.ok ? 0 : broken[side] + 1;
    }
    const ended = done >= 0 && take({ row, ...both, again });
    for (const side of ["baseline", "candidate"] as const) {
      if (broken[side] < MOST_BROKEN_IN_A_ROW) continue;
      const why = `${broken[side]} requests in a row got no answer: ${both[side].problem?.message}`;
      return { why, side };
    }
    if (ended) return null;
    const counted = Math.max(0, done + 1);
    context.progress("shadow", counted, plan.pairs, "pairs to candidate and baseline");
  }
  return null;
}

async function askBoth(
  row: Row,
  candidate: Endpoint,
  baseline: Endpoint,
  candidateFirst: boolean,
  signal: AbortSignal,
): Promise<Pick<Pair, "candidate" | "baseline">> {
  if (candidateFirst) {
    const first = await ask(candidate, [row], signal);
    return { candidate: first, baseline: await ask(baseline, [row], signal) };
  }
  const first = await ask(baseline, [row], signal);
  return { baseline: first, candidate: await ask(candidate, [row], signal) };
}

function drawRepeats({ pairs, repeats, repeatsFirst }: PairPlan, random: Random): Set<number> {
  const places = [...Array(pairs).keys()];
  return new Set(repeatsFirst ? places.slice(0, repeats) : sample(places, repeats, random));
}
