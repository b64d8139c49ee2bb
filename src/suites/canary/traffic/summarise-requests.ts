import { type ArmValues, countUnits, shareOfArm } from "../../ab/arm-values";
import { findMeasure } from "../../ab/measures";
import { type Arm, type ArmRequest, keyOf } from "../../assignment/arms";
import { repeatHint } from "../../assignment/repeat-hint";
import type { ArmRun, SentRow } from "../../assignment/send-rows";
import { countInputs, FEWEST_DISTINCT, tooFewInputs } from "../../assignment/too-few-inputs";
import { describeAsked } from "../../describe-asked";
import type { Endpoint, SuiteContext } from "../../types";
import { compareTimes, NOTHING_SEEN, type SideCounts, type StageObservation } from "../observation";
import type { Observed } from "./source";

/** What the requests of one stage say. `asked` is whose client sent those of the canary. */
export function summariseRun(
  { requests, cutShort }: ArmRun<SentRow>,
  context: SuiteContext,
  asked: Endpoint,
): Observed {
  return { seen: summarise(requests, context, asked), stopped: whyStopped(cutShort) };
}

function whyStopped(cutShort: ArmRun<SentRow>["cutShort"]): Observed["stopped"] {
  if (cutShort === null) return null;
  const { side, why } = cutShort;
  if (side === "candidate") return { verdict: "fail", why: `the canary: ${why}` };
  return { verdict: "error", why: side === "baseline" ? `the baseline: ${why}` : why };
}

function summarise(
  requests: readonly SentRow[],
  context: SuiteContext,
  asked: Endpoint,
): StageObservation {
  const of = (arm: Arm | null) => requests.filter((request) => request.arm === arm);
  const [candidate, baseline] = [of("candidate"), of("baseline")];
  const failed = candidate.find(hasFailed);
  return {
    ...NOTHING_SEEN,
    candidate: count(candidate),
    baseline: count(baseline),
    unknown: count(of(null)),
    latency: compareTimes(times(candidate), times(baseline)),
    accuracy: accuracyOf(candidate, baseline, context),
    firstError: failed
      ? {
          message: failed.asked.problem?.message ?? "no good answer",
          evidence: [describeAsked(asked, failed.asked)],
        }
      : null,
    tooAlike: whyTooAlike(candidate, context),
    hint: requests.length === 0 ? null : (keyHint(candidate, context) ?? repeatHint(requests)),
  };
}

export function hasFailed({ asked }: SentRow): boolean {
  return asked.answers === null;
}

function count(requests: readonly SentRow[]): SideCounts {
  return { requests: requests.length, errors: requests.filter(hasFailed).length };
}

/** Neither one user's requests nor one input sent again and again stand for all. */
function whyTooAlike(candidate: readonly SentRow[], { config }: SuiteContext): string | null {
  if (candidate.length === 0) return null;
  const key = config.canary?.key ?? null;
  const values = key === null ? FEWEST_DISTINCT : countValues(candidate, key);
  return values < FEWEST_DISTINCT
    ? `the canary's requests are of ${values} values of ${key}, which is no traffic to judge by: at least ${FEWEST_DISTINCT} are needed`
    : (tooFewInputs(countInputs(candidate), candidate)?.message ?? null);
}

function countValues(requests: readonly SentRow[], key: string): number {
  return new Set(requests.map(({ row }) => keyOf(row, key))).size;
}

/** Errors of one user tell of that user first. */
function keyHint(candidate: readonly SentRow[], { config }: SuiteContext): string | null {
  const key = config.canary?.key ?? null;
  if (key === null || candidate.length === 0) return null;
  const values = countValues(candidate, key);
  return values * 2 > candidate.length
    ? null
    : `The canary's ${candidate.length} requests are of ${values} values of ${key}: what is shown of its errors speaks of these.`;
}

function times(requests: readonly SentRow[]): number[] {
  const latency = findMeasure({ ...OF_REQUESTS, name: "latency" }, null, null);
  return [...latency.values(requests as readonly ArmRequest[])].filter((ms) => !Number.isNaN(ms));
}

/** What a measure is for makes no difference to its values. */
const OF_REQUESTS = { higherIsBetter: null, goal: { kind: "superiority" } } as const;

/** Where there is a label that a class can be right or wrong about. */
function accuracyOf(
  candidate: readonly SentRow[],
  baseline: readonly SentRow[],
  { data, config: { canary, ...config } }: SuiteContext,
): StageObservation["accuracy"] {
  const label = data?.label ?? null;
  if (data === null || label === null || canary === null) return null;
  // Numbers are seldom met exactly: whoever means classes says so by naming a limit.
  if (data.types[label] === "number" && canary.maxAccuracyDrop === null) return null;
  const sides = { candidate, baseline } as Record<Arm, readonly ArmRequest[]>;
  const measure = findMeasure(
    { ...OF_REQUESTS, name: "accuracy" },
    data,
    config.data?.classes ?? null,
  );
  const values: ArmValues = {
    candidate: measure.values(sides.candidate),
    baseline: measure.values(sides.baseline),
    ...keysOf(sides, canary.key),
  };
  const share = (arm: Arm) =>
    countUnits(values, arm) < 2 ? { successes: 0, trials: 0 } : shareOfArm(values, arm);
  return { candidate: share("candidate"), baseline: share("baseline") };
}

/** With a key, rightness goes with its values, which are fewer than the requests. */
function keysOf(
  { candidate, baseline }: Record<Arm, readonly ArmRequest[]>,
  key: string | null,
): Pick<ArmValues, "keys"> {
  if (key === null) return {};
  const keys = (requests: readonly ArmRequest[]) => requests.map(({ row }) => keyOf(row, key));
  return { keys: { candidate: keys(candidate), baseline: keys(baseline) } };
}
