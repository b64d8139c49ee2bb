import { shuffle } from "../../../stats/random";
import type { SuiteContext } from "../../types";
import { GIVE_UP_AFTER } from "../load-limits";
import type { SizeAsker, SizedAnswer } from "./ask-sizes";

/** What was measured of one size. */
export interface SizeTimes {
  size: number;
  /** Of the good answers, milliseconds, in order. */
  times: Float64Array;
  failures: SizedAnswer[];
}

/** Each size so many times, one request after the other and in random order, so that no drift is taken for growth. */
export async function measureSizes(
  { random, signal, progress }: SuiteContext,
  asker: SizeAsker,
  sizes: readonly number[],
  each: number,
): Promise<SizeTimes[]> {
  const order = shuffle(
    sizes.flatMap((size) => Array<number>(each).fill(size)),
    random("load/volume/order"),
  );
  const asked: SizedAnswer[] = [];
  for (const size of order) {
    if (signal.aborted || isDead(asked)) break;
    progress("load", asked.length, order.length, "volume");
    asked.push(await asker.ask(size));
  }
  return sizes.map((size) => {
    const own = asked.filter((answer) => answer.size === size);
    return {
      size,
      times: Float64Array.from(own.flatMap(({ tookMs }) => (tookMs === null ? [] : [tookMs]))),
      failures: own.filter(({ tookMs }) => tookMs === null),
    };
  });
}

/** As many failures in a row end the load that end any other. */
function isDead(asked: readonly SizedAnswer[]): boolean {
  const last = asked.slice(-GIVE_UP_AFTER);
  return last.length === GIVE_UP_AFTER && last.every(({ tookMs }) => tookMs === null);
}
