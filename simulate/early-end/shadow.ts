import { answered, logOf, shadowOf } from "../../__tests__/support/shadow-pairs";
import { type Random, randomStream } from "../../src/stats/random";
import { hasFailed } from "../../src/suites/shadow/decide-early";
import { planPairs } from "../../src/suites/shadow/plan-pairs";
import { percent } from "../wording";
import { type EarlyEnd, summarise } from "./early-end";

/** With a baseline that never contradicts itself and a limit of 99 %. Early ends are fails only. */
export function shadowEnds(runs: number, seed: number): EarlyEnd[] {
  return [500, 2000].flatMap((planned) =>
    [0.02, 0.05, 0.1, 0.2].map((differing) => {
      const random = randomStream(seed, `early-end/${planned}/${differing}`);
      const sent = Array.from({ length: runs }, () => pairsSent(planned, differing, random));
      return summarise(`${percent(differing)} differ`, planned, sent);
    }),
  );
}

function pairsSent(planned: number, differing: number, random: Random): number {
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
