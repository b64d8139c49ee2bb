import { answered, logOf, shadowOf } from "../__tests__/support/shadow-pairs";
import { randomStream } from "../src/stats/random";
import { hasFailed } from "../src/suites/shadow/decide-early";
import { planPairs } from "../src/suites/shadow/plan-pairs";

export interface EarlyEnd {
  planned: number;
  /** Share of the inputs on which the candidate differs. */
  differing: number;
  /** Median number of pairs sent, with `sequential: on`. */
  pairs: number;
  /** Share of the runs that ended before the last pair. */
  early: number;
}

/** How soon shadow ends, with a baseline that never contradicts itself and a limit of 99 %. */
export function earlyEnds(runs: number, seed: number): EarlyEnd[] {
  return [500, 2000].flatMap((planned) =>
    [0.02, 0.05, 0.1, 0.2].map((differing) => {
      const random = randomStream(seed, `early-end/${planned}/${differing}`);
      const sent = Array.from({ length: runs }, () => pairsSent(planned, differing, random));
      sent.sort((a, b) => a - b);
      return {
        planned,
        differing,
        pairs: sent[Math.floor(runs / 2)] as number,
        early: sent.filter((count) => count < planned).length / runs,
      };
    }),
  );
}

function pairsSent(planned: number, differing: number, random: () => number): number {
  const options = { shadow: { sequential: true } };
  const shadow = shadowOf(planned, options);
  const log = logOf([], options);
  const { repeats } = planPairs(shadow);
  for (let index = 0; index < planned; index++) {
    const baseline = answered({ y: `${index}` });
    log.add({
      row: { index },
      candidate: random() < differing ? answered({ y: "other" }) : baseline,
      baseline,
      again: index < repeats ? baseline : null,
    });
    if (hasFailed(log, shadow)) return index + 1;
  }
  return planned;
}
