import { DEFAULT_SHADOW } from "../../config/defaults";
import type { CompareConfig, Comparison, ShadowConfig, Tolerance } from "../../config/types";
import type { WantedComparison } from "../../verdict/differences/compare-answers";
import type { Step } from "../../verdict/differences/path";
import { parsePathPattern } from "../../verdict/differences/path-pattern";
import { predictedLabel } from "../prediction";
import type { AnswerRules } from "./compare-asked";

/** How the answers of a run are compared, from the config. */
export function answerRules(
  { compare, tolerance }: Pick<ShadowConfig, "compare" | "tolerance">,
  classes: readonly string[] | null,
): AnswerRules {
  const [ignores, isSet] = [matchAny(compare.ignore), matchAny(compare.sets)];
  return {
    outputs: compare.outputs,
    wanted: wantedBy(compare.as),
    compare: {
      ...compare,
      tolerance: { ...tolerance, wholeExact: isDefault(tolerance) },
      classes,
      labelOf: (value) => predictedLabel(value, classes),
      ...(ignores && { ignores }),
      ...(isSet && { isSet }),
    },
  };
}

/** A tolerance that somebody has chosen is meant for whole numbers, too; ours is for the noise of fractions. */
function isDefault({ rel, abs }: Tolerance): boolean {
  return rel === DEFAULT_SHADOW.tolerance.rel && abs === DEFAULT_SHADOW.tolerance.abs;
}

function wantedBy(as: CompareConfig["as"]): WantedComparison {
  if (typeof as === "string") return () => as;
  return (output) => (Object.hasOwn(as, output) ? (as[output] as Comparison) : "auto");
}

/** Undefined where there is no pattern: then nobody need ask. */
function matchAny(patterns: readonly string[]): ((steps: readonly Step[]) => boolean) | undefined {
  const parsed = patterns.flatMap((text) => parsePathPattern(text) ?? []);
  if (parsed.length === 0) return undefined;
  return (steps) => parsed.some((pattern) => pattern.matches(steps));
}
