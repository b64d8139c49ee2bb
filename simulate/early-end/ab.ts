import { detectableDifference } from "../../src/stats/power/planning";
import { randomStream } from "../../src/stats/random";
import { type AbSetting, runAb } from "../run-ab";
import { percent } from "../wording";
import { type EarlyEnd, summarise } from "./early-end";

const BASELINE = 0.02;
const MARGIN = 0.01;

/** What a test of fixed size takes to show in 90 % of runs that an equal candidate is within the margin. */
const FIXED_SIZE =
  4 * BASELINE * (1 - BASELINE) * (detectableDifference(1, { power: 0.9, sides: 1 }) / MARGIN) ** 2;

const DESIGN = { metric: "errors", baseline: BASELINE, margin: MARGIN, split: 0.5 } as const;

/** An error rate of 2 % and a margin of one point, half of the requests to either side. */
export function abEnds(runs: number, seed: number): EarlyEnd[] {
  return [Math.ceil(FIXED_SIZE), 12_000].flatMap((requests) =>
    [0.02, 0.03, 0.05, 0.08].map((candidate) => {
      const random = randomStream(seed, `early-end/ab/${requests}/${candidate}`);
      const setting: AbSetting = { ...DESIGN, requests, candidate, sequential: true };
      const sent = Array.from({ length: runs }, () => runAb(setting, random).sent);
      return summarise(`${percent(candidate)} of errors`, requests, sent);
    }),
  );
}
