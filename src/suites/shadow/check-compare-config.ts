import { nearestName } from "../../config/nearest-name";
import { quote } from "../../config/quote";
import type { CompareConfig } from "../../config/types";
import { InfergateError } from "../../errors";
import type { Answer } from "../../protocols/types";
import { COMPARERS } from "../../verdict/differences/comparers";
import { type AnswerRules, isGated } from "./compare-asked";

/**
 * What the config says of outputs against the first good answer of the baseline. Throws
 * `config/compare` for an output that is not there, for one that cannot be compared as asked, and
 * where nothing is left to compare: each of them would let everything pass.
 */
export function checkCompareConfig(
  { outputs, as, ignore }: CompareConfig,
  rules: AnswerRules,
  answer: Answer,
): void {
  const names = answer.outputs.map(({ name }) => name);
  const named = typeof as === "string" ? [] : Object.keys(as);
  if (Array.isArray(outputs)) checkNames("outputs", outputs, names);
  checkNames("as", named, names);
  const gated = answer.outputs.filter(({ name }, place) => isGated(outputs, name, place));
  const others = answer.outputs.filter(({ name }) => named.includes(name));
  for (const output of new Set([...gated, ...others])) checkFit(output, rules);
  if (gated.some(({ name }) => !rules.compare.ignores?.([name]))) return;
  throw new InfergateError(
    "config/compare",
    `shadow.compare.ignore (${ignore.map(quote).join(", ")}) leaves nothing to compare`,
    "Ignore less, or name another output in shadow.compare.outputs.",
  );
}

function checkNames(key: string, wanted: readonly string[], names: readonly string[]): void {
  for (const name of wanted) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    throw new InfergateError(
      "config/compare",
      `shadow.compare.${key} names the output ${quote(name)}, but the answers have ${names.map(quote).join(", ")}`,
      nearest === null ? null : `Did you mean ${quote(nearest)}?`,
    );
  }
}

function checkFit({ name, value }: Answer["outputs"][number], rules: AnswerRules): void {
  const wanted = rules.wanted(name);
  if (wanted === "auto" || COMPARERS[wanted].isFit(value, rules.compare)) return;
  throw new InfergateError(
    "config/compare",
    `shadow.compare.as says ${wanted} (${COMPARERS[wanted].takes}), but output ${quote(name)} is ${quote(JSON.stringify(value))}`,
    "Leave it out, and the answers decide how they are compared.",
  );
}
