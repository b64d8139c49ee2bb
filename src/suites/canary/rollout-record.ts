import { clopperPearsonUpper } from "../../stats/proportions/clopper-pearson";
import type { Series, SeriesLine } from "../../verdict/result";
import { limitLine } from "../limit-line";
import { EVIDENCE_LIMIT } from "./error-evidence";
import type { StageObservation } from "./observation";
import type { Stage } from "./stages";

type Point = [number, number];

/** Of e-values, whose logarithm has no end: beyond this nothing more is to be seen. */
const SHOWN = 20;

/** Seconds. */
const JUST_BEFORE = 0.001;

/** What a rollout did, for the charts. */
export class RolloutRecord {
  private readonly evidence: Point[] = [[0, 0]];
  private readonly weights: Point[] = [];
  private readonly rates: { stage: number; seen: StageObservation }[] = [];
  private readonly startedMs: number;

  constructor(private readonly now: () => number) {
    this.startedMs = now();
  }

  noteEvidence(requests: number, log: number): void {
    const shown = Math.max(-SHOWN, Math.min(SHOWN, log));
    const last = this.evidence.at(-1);
    if (last && last[0] >= requests) last[1] = shown;
    else this.evidence.push([requests, shown]);
  }

  /** From now on the canary's share is another one. */
  noteWeight(weight: number): void {
    const second = this.second();
    const before = this.weights.at(-1);
    // A step, and not a slope from one to the next.
    if (before) this.weights.push([Math.max(before[0], second - JUST_BEFORE), before[1]]);
    this.weights.push([second, weight]);
  }

  noteStage({ number }: Stage, seen: StageObservation): void {
    this.rates.push({ stage: number, seen });
  }

  toSeries(maxErrors: number): Series[] {
    const last = this.weights.at(-1);
    if (last) this.weights.push([this.second(), last[1]]);
    return [this.evidenceSeries(), this.rateSeries(maxErrors), this.weightSeries()].filter(
      ({ lines }) => lines.some(({ points }) => points.length > 1),
    );
  }

  private second(): number {
    return Number(((this.now() - this.startedMs) / 1000).toFixed(3));
  }

  private evidenceSeries(): Series {
    return {
      id: "canary/rollout/evidence",
      title: "Evidence of too many errors",
      x: { title: "requests", unit: "count" },
      y: { title: "ln of the e-value", unit: "score" },
      lines: [
        { name: "evidence", points: this.evidence },
        limitLine("roll back", this.evidence, EVIDENCE_LIMIT),
      ],
    };
  }

  private rateSeries(maxErrors: number): Series {
    const line = (name: string, value: (seen: StageObservation) => number | null): SeriesLine => ({
      name,
      points: this.rates.flatMap(({ stage, seen }): Point[] => {
        const y = value(seen);
        return y === null ? [] : [[stage, y]];
      }),
    });
    const canary = line("canary", ({ candidate }) => rate(candidate));
    return {
      id: "canary/rollout/errors",
      title: "Errors by stage",
      x: { title: "stage", unit: "count" },
      y: { title: "errors", unit: "share" },
      lines: [
        canary,
        line("canary, upper bound", ({ candidate: { requests, errors } }) =>
          requests === 0 ? null : clopperPearsonUpper(errors, requests),
        ),
        line("baseline", ({ baseline }) => rate(baseline)),
        limitLine("limit", canary.points, maxErrors),
      ],
    };
  }

  private weightSeries(): Series {
    return {
      id: "canary/rollout/weight",
      title: "The canary's share of the requests",
      x: { title: "time", unit: "s" },
      y: { title: "weight", unit: "share" },
      lines: [{ name: "weight", points: this.weights }],
    };
  }
}

function rate({ requests, errors }: StageObservation["candidate"]): number | null {
  return requests === 0 ? null : errors / requests;
}
