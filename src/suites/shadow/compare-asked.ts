import type { CompareConfig } from "../../config/types";
import type { OutputValue } from "../../protocols/types";
import {
  type ComparedOutput,
  compareAnswers,
  type Difference,
  type WantedComparison,
} from "../../verdict/differences/compare-answers";
import type { CompareRules } from "../../verdict/differences/comparer";
import { withoutIgnored } from "../../verdict/differences/json";
import type { Asked } from "../ask";

export interface AnswerRules {
  outputs: CompareConfig["outputs"];
  wanted: WantedComparison;
  compare: CompareRules;
}

/** What came of two questions about the same input. */
export interface ComparedAsked {
  /** In the outputs that must agree, no answer among them; empty where the two agree. */
  gated: Difference[];
  /** In the other outputs. */
  told: Difference[];
  /** The two agree, and that says nothing: no answer from either, NaN in both, all of it ignored. */
  saysNothing: boolean;
  /** Outputs of both that were compared; empty where an answer is missing. */
  outputs: (ComparedOutput & { gates: boolean })[];
}

/** The path of what is no answer at all. */
export const NO_ANSWER_PATH = "(no answer)";

/**
 * How one answer differs from the expected one to the same input. Time-outs and errors are outcomes
 * and never dropped: two refusals with the same status agree, everything else that lacks an answer
 * differs.
 */
export function compareAsked(
  expected: Asked,
  actual: Asked,
  rules: AnswerRules,
  names: { expected: string; actual: string },
): ComparedAsked {
  const [theirs] = expected.answers ?? [];
  const [ours] = actual.answers ?? [];
  if (!theirs || !ours) {
    const text = missingAnswer(expected, actual, names);
    const gated: Difference[] =
      text === null ? [] : [{ path: NO_ANSWER_PATH, kind: "missing", text, size: 1 }];
    return { gated, told: [], saysNothing: gated.length === 0, outputs: [] };
  }
  const compared = compareAnswers(theirs, ours, rules.wanted, rules.compare);
  const outputs = compared.map((one, place) => ({
    ...one,
    gates: isGated(rules.outputs, one.output, place),
  }));
  const differencesOf = (gates: boolean) =>
    outputs.filter((one) => one.gates === gates).flatMap(({ differences }) => differences);
  const gating = outputs.filter(({ gates }) => gates);
  const gated = differencesOf(true);
  return {
    gated,
    told: differencesOf(false),
    saysNothing:
      gated.length === 0 && (gating.length === 0 || gating.some((one) => one.saysNothing)),
    outputs,
  };
}

/** Whether an output of the expected answer must agree; the first one is the prediction. */
export function isGated(wanted: CompareConfig["outputs"], output: string, place: number): boolean {
  if (wanted === "all") return true;
  return wanted === "first" ? place === 0 : wanted.includes(output);
}

/** Null where the two say the same by their silence. */
function missingAnswer(
  expected: Asked,
  actual: Asked,
  names: { expected: string; actual: string },
): string | null {
  if (actual.answers) {
    return `only the ${names.actual} answered; ${names.expected}: ${expected.problem?.message}`;
  }
  if (expected.answers) {
    return `only the ${names.expected} answered; ${names.actual}: ${actual.problem?.message}`;
  }
  const status = refusal(actual);
  return status !== null && status === refusal(expected)
    ? null
    : `neither side answered; ${names.actual}: ${actual.problem?.message}`;
}

/** A 4xx is a considered answer to the input; a 5xx or a silence is not. */
function refusal({ exchange }: Asked): number | null {
  if (!exchange.ok) return null;
  const { status } = exchange.answer;
  return status >= 400 && status < 500 ? status : null;
}

/**
 * What the baseline says in the outputs that gate, to see whether it ever says anything else. Of what
 * was compared place by place without what is ignored there: a new id to each request is no answer.
 */
export function gatedValue(
  { answers }: Asked,
  { outputs, compare }: AnswerRules,
  compared: ComparedAsked["outputs"],
): string | null {
  const [answer] = answers ?? [];
  if (!answer) return null;
  const values = answer.outputs
    .filter(({ name }, place) => isGated(outputs, name, place))
    .map(({ name, value }): OutputValue => {
      const isByPlace = compared.some((one) => one.output === name && one.comparison === "json");
      return isByPlace ? withoutIgnored(value, compare, [name]) : value;
    });
  return JSON.stringify(values);
}
