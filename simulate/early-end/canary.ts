import { randomStream } from "../../src/stats/random";
import { rollOut } from "../roll-out";
import { percent } from "../wording";
import { type EarlyEnd, summarise } from "./early-end";

const STAGE = { weights: [0.5], each: 6000, maxErrors: 0.01, maxErrorRatio: 1, baseline: 0.01 };

/** One stage of half of the requests, against a baseline with 1 % of errors. Early ends are fails only. */
export function canaryEnds(runs: number, seed: number): EarlyEnd[] {
  return [0.02, 0.03, 0.05, 0.1].map((candidate) => {
    const random = randomStream(seed, `early-end/canary/${candidate}`);
    const sent = Array.from({ length: runs }, () => rollOut({ ...STAGE, candidate }, random).sent);
    return summarise(`${percent(candidate)} of errors`, STAGE.each, sent);
  });
}
