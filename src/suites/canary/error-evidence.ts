import {
  type CanaryErrors,
  canaryEvidence,
  ROLL_BACK_EVIDENCE,
} from "../../stats/sequential/canary-e-process";
import type { Arm } from "../assignment/arms";

/**
 * The evidence that the canary errs more often than it may, in comparison with the baseline at the
 * same time; held from one weight to the next by multiplying the stages' e-values. It may be looked at
 * after each request: a good canary is ever rolled back by it in at most one run of 20.
 */
export class ErrorEvidence {
  private earlier = 0;
  private weight = 0;
  private errors: CanaryErrors = { canary: 0, baseline: 0 };
  private readonly seen = new Set<string>();
  private current = 0;

  constructor(readonly allowedRatio: number) {}

  beginStage(weight: number): void {
    this.earlier += this.current;
    this.current = 0;
    this.weight = weight;
    this.errors = { canary: 0, baseline: 0 };
  }

  /**
   * One error. With a key, `unit` is its value: which side the value goes to is drawn once and for
   * all, so its errors are one observation, and the first of them in the whole rollout counts.
   */
  note(arm: Arm, unit: string | null): void {
    if (unit !== null) {
      if (this.seen.has(unit)) return;
      this.seen.add(unit);
    }
    const { canary, baseline } = this.errors;
    this.count(
      arm === "candidate" ? { canary: canary + 1, baseline } : { canary, baseline: baseline + 1 },
    );
  }

  /** All errors of the stage so far, where others count them. */
  count(errors: CanaryErrors): void {
    this.errors = errors;
    const { weight, allowedRatio } = this;
    this.current = canaryEvidence(errors, { weight, allowedRatio });
  }

  /** ln of the e-value of all stages. */
  get log(): number {
    return this.earlier + this.current;
  }

  get isEnough(): boolean {
    return this.log >= EVIDENCE_LIMIT;
  }
}

export const EVIDENCE_LIMIT = Math.log(ROLL_BACK_EVIDENCE);

/** "E = 0.31", "E = over 10^9". */
export function showEvidence(log: number): string {
  const power = log / Math.LN10;
  if (power >= 6) return `E = over 10^${Math.floor(power)}`;
  if (power < -3) return "E = under 0.001";
  return `E = ${Number(Math.exp(log).toPrecision(2))}`;
}

const LEAST_SHOWN = 1e-3;
const MOST_SHOWN = 1e6;

/** The e-value for charts and numbers: beyond these it has no end, and nothing more is to be seen. */
export function shownEvidence(log: number): number {
  return Math.min(Math.max(Math.exp(log), LEAST_SHOWN), MOST_SHOWN);
}
