// Simulates what each statistical method promises: error rates, coverage, power; with controls that
// must break theirs. `node simulate/run.mjs [--short] [--seed N] [--write]`, default seed 2024.
// --write puts the table into docs/statistics.md. Exit status 1 where a promise is broken.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { importTypeScript } from "./bundle.mjs";

const PAGE = fileURLToPath(new URL("../docs/statistics.md", import.meta.url));
const START = "<!-- simulation: start -->";
const END = "<!-- simulation: end -->";

const { values: options } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    seed: { type: "string", default: "2024" },
    write: { type: "boolean", default: false },
  },
});

async function write(table) {
  const page = await readFile(PAGE, "utf8");
  const [before, rest] = page.split(START);
  const after = rest?.split(END)[1];
  if (after === undefined) throw new Error(`${PAGE} has no lines ${START} and ${END}`);
  await writeFile(PAGE, `${before}${START}\n${table}\n${END}${after}`);
}

const { runAll, SIZES, toMarkdown } = await importTypeScript(new URL("index.ts", import.meta.url));
const seed = Number(options.seed);
const outcomes = [];
for (const outcome of runAll(seed, SIZES[options.short ? "short" : "long"])) {
  outcomes.push(outcome);
  if (!outcome.holds) process.exitCode = 1;
  process.stderr.write(outcome.holds ? "." : "x");
}
process.stderr.write("\n");
const table = toMarkdown(outcomes, seed);
console.log(table);
if (options.write) await write(table);
