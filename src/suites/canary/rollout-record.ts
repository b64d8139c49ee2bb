import { clopperPearsonUpper } from "../../stats/proportions/clopper-pearson";
import type { Share } from "../../stats/proportions/share";
import { ROLL_BACK_EVIDENCE } from "../../stats/sequential/canary-e-process";
import type { Series, SeriesLine } from "../../verdict/result";
import { limitLine } from "../limit-line";
import { shownEvidence } from "./error-evidence";
import type { StageObservation } from "./observation";
import type { Stage } from "./stages";

type Point = [number, number];

/** What a rollout did, for the charts. */
export class RolloutRecord {
  private readonly evidence: Point[] = [[0, 1]];
  private readonly weights: Point[] = [];
  private readonly rates: { stage: number; seen: StageObservation }[] = [];
  private readonly startedMs: number;

  constructor(private readonly now: () => number) {
    this.startedMs = now();
  }

  noteEvidence(requests: number, log: number): void {
    const shown = shownEvidence(log);
    const last = this.evidence.at(-1);
    if (last && last[0] >= requests) last[1] = shown;
    else this.evidence.push([requests, shown]);
  }

  /** From now on the canary's share is another one. */
  noteWeight(weight: number): void {
    this.weights.push([this.second(), weight]);
  }

  noteStage({ number }: Stage, seen: StageObservation): void {
    this.rates.push({ stage: number, seen });
  }

  toSeries(maxErrors: number): Series[] {
    const last = this.weights.at(-1);
    if (last) this.weights.push([this.second(), last[1]]);
    return [
      this.evidenceSeries(),
      this.weightSeries(),
      this.rateSeries(maxErrors),
      this.accuracySeries(),
      this.latencySeries(),
    ].filter(({ lines }) =>
      lines.some(({ points, style }) => points.length > (style === "points" ? 0 : 1)),
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
      y: { title: "e-value", unit: "score" },
      scale: { y: "log" },
      lines: [
        { name: "evidence", points: this.evidence },
        limitLine("roll back", this.evidence, ROLL_BACK_EVIDENCE),
      ],
    };
  }

  private rateSeries(maxErrors: number): Series {
    const canary = this.byStage("canary", ({ candidate }) => rate(candidate));
    return {
      id: "canary/rollout/errors",
      title: "Errors by stage",
      x: STAGES,
      y: { title: "errors", unit: "share" },
      lines: [
        canary,
        this.byStage("canary, upper bound", ({ candidate: { requests, errors } }) =>
          requests === 0 ? null : clopperPearsonUpper(errors, requests),
        ),
        this.byStage("baseline", ({ baseline }) => rate(baseline)),
        limitLine("limit", aroundStages(canary.points), maxErrors),
      ],
    };
  }

  private accuracySeries(): Series {
    return {
      id: "canary/rollout/accuracy",
      title: "Accuracy by stage",
      x: STAGES,
      y: { title: "right answers", unit: "share" },
      lines: [
        this.byStage("canary", ({ accuracy }) => share(accuracy?.candidate)),
        this.byStage("baseline", ({ accuracy }) => share(accuracy?.baseline)),
      ],
    };
  }

  private latencySeries(): Series {
    return {
      id: "canary/rollout/latency",
      title: "Response times by stage",
      x: STAGES,
      y: { title: "median response time", unit: "ms" },
      lines: [
        this.byStage("canary", ({ latency }) => latency?.candidateMs ?? null),
        this.byStage("baseline", ({ latency }) => latency?.baselineMs ?? null),
      ],
    };
  }

  /** Stages are few and apart: points, of which nothing lies between. */
  private byStage(name: string, value: (seen: StageObservation) => number | null): SeriesLine {
    const points = this.rates.flatMap(({ stage, seen }): Point[] => {
      const y = value(seen);
      return y === null ? [] : [[stage, y]];
    });
    return { name, points, style: "points" };
  }

  private weightSeries(): Series {
    return {
      id: "canary/rollout/weight",
      title: "The canary's share of the requests",
      x: { title: "time", unit: "s" },
      y: { title: "weight", unit: "share" },
      lines: [{ name: "weight", points: this.weights, style: "step" }],
    };
  }
}

const STAGES = { title: "stage", unit: "count" } as const;

/** A limit over a single stage has a length, too. */
function aroundStages(points: readonly Point[]): Point[] {
  const [first, last] = [points[0], points.at(-1)];
  return first && last
    ? [
        [first[0] - 0.5, 0],
        [last[0] + 0.5, 0],
      ]
    : [];
}

function share(of: Share | undefined): number | null {
  return of && of.trials > 0 ? of.successes / of.trials : null;
}

function rate({ requests, errors }: StageObservation["candidate"]): number | null {
  return requests === 0 ? null : errors / requests;
}
