import type { Row } from "../../data/types";
import { showPath } from "../../verdict/differences/path";
import type { Asked } from "../ask";
import { digestInput } from "../assignment/too-few-inputs";
import { type AnswerRules, type ComparedAsked, compareAsked, gatedValue } from "./compare-asked";
import type { Correctness } from "./correct-answer";
import { PathCounts } from "./path-counts";
import type { Pair } from "./replay-pairs";
import { WorstPairs } from "./worst-pairs";

/** One side of a pair, without the bytes. */
export interface Side {
  /** Milliseconds to the answer, or to the end of the patience; null for an error that came sooner. */
  ms: number | null;
  answered: boolean;
  timedOut: boolean;
}

/** What is kept of a pair that counted. */
export interface Observation {
  row: Row;
  candidate: Side;
  baseline: Side;
  agrees: boolean;
  /** It agrees, and that says nothing. */
  saysNothing: boolean;
  /** Whether each was right by the label; null without labels. */
  right: { candidate: boolean; baseline: boolean } | null;
}

export interface Tally {
  /** Pairs that differ, and pairs without a good answer from the candidate. */
  differing: number;
  failed: number;
  /** Inputs that the baseline was asked twice; on how many of them it differed from its own first answer. */
  askedTwice: number;
  own: number;
  /** On how many of them only the candidate, or only the baseline's second answer, differed from that. */
  candidateOnly: number;
  baselineOnly: number;
}

/** Enough to tell of; a hostile server has another name for its output each time. */
const MOST_COMPARISONS = 3;
const MOST_DISTANCES = 100;

const SIDES = { expected: "baseline", actual: "candidate" };
const ITSELF = { expected: "first answer", actual: "second answer" };

/** Takes the pairs as they come and keeps what the judges need: counts, times, and the worst pairs. */
export class PairLog {
  readonly observations: Observation[] = [];
  readonly worst = new WorstPairs();
  /** Differences by path, of the inputs that the baseline was asked twice. */
  readonly gatedPaths = new PathCounts();
  readonly toldPaths = new PathCounts();
  /** By output, how much farther the candidate is from the baseline than the baseline from itself. */
  readonly excessDistances = new Map<string, number[]>();
  /** "species as class", as found. */
  readonly comparisons = new Set<string>();
  /** First problem of each side. */
  readonly problems: { candidate: string | null; baseline: string | null } = {
    candidate: null,
    baseline: null,
  };
  /** What was sent, in short: rows that differ only in what the model never gets are one input. */
  readonly distinctInputs = new Set<string>();
  /** Counts over all observations. */
  readonly tally: Tally = {
    differing: 0,
    failed: 0,
    askedTwice: 0,
    own: 0,
    candidateOnly: 0,
    baselineOnly: 0,
  };
  /** The first pair without a good answer from the candidate. */
  firstFailed: Pair | null = null;
  private readonly baselineValues = new Set<string>();

  constructor(
    private readonly rules: AnswerRules,
    private readonly isRight: Correctness | null,
  ) {}

  add(pair: Pair): void {
    const { row, candidate, baseline, again } = pair;
    const compared = compareAsked(baseline, candidate, this.rules, SIDES);
    const itself = again && compareAsked(baseline, again, this.rules, ITSELF);
    this.distinctInputs.add(digestInput(candidate.request));
    this.noteValue(baseline, compared);
    for (const { output, comparison, gates } of compared.outputs) {
      if (!gates || comparison === null || this.comparisons.size >= MOST_COMPARISONS) continue;
      this.comparisons.add(`${showPath([output])} as ${comparison}`);
    }
    this.worst.see(pair, compared.gated);
    if (candidate.answers === null) this.firstFailed ??= pair;
    if (itself) this.noteNoise(compared, itself);
    this.problems.candidate ??= candidate.problem?.message ?? null;
    this.problems.baseline ??= baseline.problem?.message ?? null;
    const agrees = compared.gated.length === 0;
    const baselineAgrees = itself && itself.gated.length === 0;
    this.count(agrees, candidate.answers !== null, baselineAgrees);
    this.observations.push({
      row,
      candidate: sideOf(candidate),
      baseline: sideOf(baseline),
      agrees,
      saysNothing: compared.saysNothing,
      right: this.isRight && {
        candidate: this.isRight(row, candidate),
        baseline: this.isRight(row, baseline),
      },
    });
  }

  /** The baseline gave one and the same answer all along. */
  get isConstant(): boolean {
    return this.baselineValues.size === 1;
  }

  private count(agrees: boolean, answered: boolean, baselineAgrees: boolean | null): void {
    const { tally } = this;
    if (!agrees) tally.differing++;
    if (!answered) tally.failed++;
    if (baselineAgrees === null) return;
    tally.askedTwice++;
    if (!baselineAgrees) tally.own++;
    if (!agrees && baselineAgrees) tally.candidateOnly++;
    if (agrees && !baselineAgrees) tally.baselineOnly++;
  }

  private noteValue(baseline: Asked, { outputs }: ComparedAsked): void {
    // Two are enough to know that there is more than one.
    if (this.baselineValues.size > 1) return;
    const value = gatedValue(baseline, this.rules, outputs);
    if (value !== null) this.baselineValues.add(value);
  }

  private noteNoise(compared: ComparedAsked, itself: ComparedAsked): void {
    this.gatedPaths.add(compared.gated, itself.gated);
    this.toldPaths.add(compared.told, itself.told);
    for (const { output, distance } of compared.outputs) {
      const own = itself.outputs.find((one) => one.output === output)?.distance ?? null;
      if (distance === null || own === null) continue;
      const path = showPath([output]);
      const known = this.excessDistances.get(path);
      if (known) known.push(distance - own);
      else if (this.excessDistances.size < MOST_DISTANCES) {
        this.excessDistances.set(path, [distance - own]);
      }
    }
  }
}

function sideOf({ exchange, answers }: Asked): Side {
  const timedOut = !exchange.ok && exchange.failure.kind === "timeout";
  const answered = answers !== null;
  const waited = exchange.ok ? exchange.answer.durationMs : exchange.failure.durationMs;
  return { ms: answered || timedOut ? waited : null, answered, timedOut };
}
