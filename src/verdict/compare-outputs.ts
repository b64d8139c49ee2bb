import type { Tolerance } from "../config/types";
import type { Answer, OutputValue } from "../protocols/types";
import type { Found } from "./differences/found";
import { jsonDifferences } from "./differences/json-differences";
import { quote } from "./differences/show-value";

/**
 * Whether two answers to the same input say the same: null where they do, else a short reason such
 * as `output "species": "Adelie" instead of "Gentoo"`. Outputs are matched by name. Numbers may
 * differ by `abs + rel·|expected|`, NaN equals NaN, an infinity equals only itself; everything else
 * must be identical in kind, shape and value.
 */
export function compareOutputs(
  expected: Answer,
  actual: Answer,
  tolerance: Tolerance,
): string | null {
  const given = new Map(actual.outputs.map(({ name, value }) => [name, value]));
  for (const { name, value } of expected.outputs) {
    if (!given.has(name)) return `output ${quote(name)} is missing`;
    const [first] = jsonDifferences(value, given.get(name) as OutputValue, { tolerance });
    if (first) return `output ${quote(name)}${describe(first)}`;
  }
  const extra = actual.outputs.find(
    ({ name }) => !expected.outputs.some((output) => output.name === name),
  );
  if (extra !== undefined) return `output ${quote(extra.name)} was not there before`;
  // As many outputs under the same names can still differ where a name is given twice.
  if (actual.outputs.length !== expected.outputs.length) {
    return `${actual.outputs.length} outputs instead of ${expected.outputs.length}`;
  }
  return null;
}

/** The way to the difference and what it is, ready to follow the output's name. */
function describe({ at, kind, text }: Found): string {
  const way = at.map((step) => `[${typeof step === "number" ? step : quote(step)}]`).join("");
  if (kind === "missing") return `${way} is missing`;
  return kind === "extra" ? `${way} was not there before` : `${way}: ${text}`;
}
