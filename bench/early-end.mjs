// How many requests are sent until a design that is looked at again and again ends, against the
// number that a design of fixed size sends: in simulation, by the suites' own rules.
import { importTypeScript } from "../simulate/bundle.mjs";

const RUNS = 200;
const SEED = 1;
const { shadowEnds, abEnds, canaryEnds } = await importTypeScript(
  new URL("../simulate/early-end/index.ts", import.meta.url),
);

const TABLES = [
  ["shadow, sequential: on, at most 1 % may differ: pairs to a fail", shadowEnds],
  ["A/B, sequential: on, baseline 2 % of errors, margin 1 pp: requests to a decision", abEnds],
  ["canary, baseline 1 % of errors, 50 % in one stage: requests to a rollback", canaryEnds],
];

const percent = (share) => `${(share * 100).toFixed(0)} %`;

console.log(`Median of ${RUNS} runs`);
for (const [title, ends] of TABLES) {
  console.log(title);
  for (const { truth, planned, sent, early } of ends(RUNS, SEED)) {
    console.log(
      `  ${truth.padEnd(16)} ${String(sent).padStart(5)} of ${String(planned).padStart(5)}, ${percent(1 - sent / planned).padStart(4)} saved (${percent(early)} of the runs end early)`,
    );
  }
}
