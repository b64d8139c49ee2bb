// How many pairs shadow sends before `sequential: on` ends it, against the number that was planned:
// in simulation, by the suite's own rule. Early ends are of the fail side only.
import { importTypeScript } from "../simulate/bundle.mjs";

const RUNS = 200;
const { earlyEnds } = await importTypeScript(new URL("../simulate/early-end.ts", import.meta.url));

const percent = (share) => `${(share * 100).toFixed(0)} %`;
console.log(`shadow, pairs to a fail with sequential: on (limit 99 %, median of ${RUNS} runs)`);
for (const { planned, differing, pairs, early } of earlyEnds(RUNS, 1)) {
  const saved = percent(1 - pairs / planned);
  console.log(
    `  ${percent(differing).padStart(4)} differ: ${String(pairs).padStart(4)} of ${planned} pairs, ${saved} saved (${percent(early)} of the runs end early)`,
  );
}
