import type { AbConfig, AbMetric } from "../../config/types";
import { holm } from "../../stats/multiplicity/holm";
import { type Mixture, mixtureScale } from "../../stats/sequential/asymptotic-confidence-sequence";
import type { Verdict } from "../../verdict/result";
import { ALPHA, type ArmValues } from "./arm-values";
import { type Comparison, compareAtLook, compareFixed, whyIncomparable } from "./compare-arms";
import type { Measure } from "./measures";

export interface Question {
  metric: AbMetric;
  measure: Measure;
  /** A guardrail stands by itself; metrics that decide share their risk. */
  isGuardrail: boolean;
}

export interface Decision {
  question: Question;
  values: ArmValues;
  /** Null where there is nothing to compare, or too little yet for a look. */
  comparison: Comparison | null;
  verdict: Extract<Verdict, "pass" | "fail" | "inconclusive">;
  /** How it was looked at: again and again, or once. */
  design: "sequential" | "fixed";
}

/** The evidence so far of one question; of looks, the strongest counts. */
interface Evidence {
  passP: number;
  failP: number;
  looks: number;
  /** What all looks have left: bounds that hold at every look hold together. */
  interval: Comparison["interval"];
}

/** So many looks over the planned requests: more find little sooner, and cost this machine's time. */
const LOOKS = 40;

/** Requests from one look to the next. */
export function requestsPerLook({ requests }: Pick<AbConfig, "requests">): number {
  return Math.max(1, Math.floor(requests / LOOKS));
}

/**
 * Decides all questions of an experiment. A metric is judged by looks alone once it has been looked
 * at; one that never could be (too few events) is judged once, at the end.
 */
export class Experiment {
  private readonly evidence: Evidence[];
  private readonly mixture: Mixture;

  constructor(
    readonly questions: readonly Question[],
    { requests }: Pick<AbConfig, "requests">,
  ) {
    this.evidence = questions.map(() => ({ passP: 1, failP: 1, looks: 0, interval: [null, null] }));
    this.mixture = mixtureScale(requests, ALPHA, 1);
  }

  /** One look of many. */
  look(values: readonly ArmValues[]): Decision[] {
    const comparisons = this.questions.map(({ measure, metric }, i) => {
      const both = values[i] as ArmValues;
      return whyIncomparable(both, measure) === null
        ? compareAtLook(both, measure, metric.goal, this.mixture)
        : null;
    });
    comparisons.forEach((comparison, i) => {
      if (comparison !== null) this.note(i, comparison);
    });
    return this.decide(values, comparisons);
  }

  /** The last word: by looks where there were any, else by the one test at the end. */
  conclude(values: readonly ArmValues[]): Decision[] {
    const comparisons = this.questions.map(({ measure, metric }, i) => {
      const both = values[i] as ArmValues;
      if (whyIncomparable(both, measure) !== null) return null;
      if ((this.evidence[i] as Evidence).looks > 0) {
        return compareAtLook(both, measure, metric.goal, this.mixture);
      }
      return compareFixed(both, measure, metric.goal);
    });
    comparisons.forEach((comparison, i) => {
      if (comparison !== null) this.note(i, comparison, (this.evidence[i] as Evidence).looks > 0);
    });
    return this.decide(values, comparisons);
  }

  private note(index: number, { passP, failP, interval }: Comparison, isLook = true): void {
    const known = this.evidence[index] as Evidence;
    this.evidence[index] = {
      passP: Math.min(known.passP, passP),
      failP: Math.min(known.failP, failP),
      looks: known.looks + (isLook ? 1 : 0),
      interval: isLook ? narrowed(known.interval, interval) : interval,
    };
  }

  private decide(
    values: readonly ArmValues[],
    comparisons: readonly (Comparison | null)[],
  ): Decision[] {
    const passed = this.adjust(({ passP }) => passP);
    const failed = this.adjust(({ failP }) => failP);
    return this.questions.map((question, i) => ({
      question,
      values: values[i] as ArmValues,
      comparison: this.withAllLooks(i, comparisons[i] ?? null),
      verdict: decide(passed[i] as number, failed[i] as number),
      design: (this.evidence[i] as Evidence).looks > 0 ? "sequential" : "fixed",
    }));
  }

  /** With the bounds of all looks, since the last ones alone may hold a limit that was decided before. */
  private withAllLooks(index: number, comparison: Comparison | null): Comparison | null {
    return comparison && { ...comparison, interval: (this.evidence[index] as Evidence).interval };
  }

  /** Holm over the metrics that decide. That every guardrail must hold needs no correction. */
  private adjust(of: (evidence: Evidence) => number): number[] {
    const own = this.evidence.map(of);
    const deciding = this.questions.flatMap(({ isGuardrail }, i) => (isGuardrail ? [] : [i]));
    const adjusted = holm(deciding.map((i) => own[i] as number));
    deciding.forEach((index, place) => {
      own[index] = adjusted[place] as number;
    });
    return own;
  }
}

/** What both intervals hold; the later one where they have nothing in common. */
function narrowed(earlier: Comparison["interval"], later: Comparison["interval"]) {
  const low = Math.max(
    earlier[0] ?? Number.NEGATIVE_INFINITY,
    later[0] ?? Number.NEGATIVE_INFINITY,
  );
  const high = Math.min(
    earlier[1] ?? Number.POSITIVE_INFINITY,
    later[1] ?? Number.POSITIVE_INFINITY,
  );
  if (low > high) return later;
  const both: Comparison["interval"] = [orNull(low), orNull(high)];
  return both;
}

function orNull(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null;
}

function decide(passP: number, failP: number): Decision["verdict"] {
  if (failP <= ALPHA) return "fail";
  return passP <= ALPHA ? "pass" : "inconclusive";
}

/** Nothing more is to be learnt, or what was learnt has failed already. */
export function isOver(decisions: readonly Decision[]): boolean {
  return (
    decisions.some(({ verdict }) => verdict === "fail") ||
    decisions.every(({ verdict }) => verdict === "pass")
  );
}
