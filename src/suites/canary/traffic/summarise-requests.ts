import type { Share } from "../../../stats/proportions/share";
import { findMeasure } from "../../ab/measures";
import type { Arm, ArmRequest } from "../../assignment/arms";
import { repeatHint } from "../../assignment/repeat-hint";
import type { ArmRun, SentRow } from "../../assignment/send-rows";
import { describeAsked } from "../../describe-asked";
import type { Endpoint, SuiteContext } from "../../types";
import { compareTimes, type SideCounts, type StageObservation } from "../observation";
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
    candidate: count(candidate),
    baseline: count(baseline),
    unknown: count(of(null)),
    latency: compareTimes(times(candidate), times(baseline)),
    accuracy: accuracyOf(candidate as ArmRequest[], baseline as ArmRequest[], context),
    firstError: failed
      ? {
          message: failed.asked.problem?.message ?? "no good answer",
          evidence: [describeAsked(asked, failed.asked)],
        }
      : null,
    hint: requests.length === 0 ? null : repeatHint(requests),
  };
}

export function hasFailed({ asked }: SentRow): boolean {
  return asked.answers === null;
}

function count(requests: readonly SentRow[]): SideCounts {
  return { requests: requests.length, errors: requests.filter(hasFailed).length };
}

function times(requests: readonly SentRow[]): number[] {
  return requests.flatMap(({ asked: { answers, exchange } }) =>
    answers && exchange.ok ? [exchange.answer.durationMs] : [],
  );
}

/** Where there is a label that a class can be right or wrong about. */
function accuracyOf(
  candidate: readonly ArmRequest[],
  baseline: readonly ArmRequest[],
  { data, config }: SuiteContext,
): StageObservation["accuracy"] {
  const label = data?.label ?? null;
  if (data === null || label === null) return null;
  const isAsked = config.canary?.maxAccuracyDrop !== null;
  // Numbers are seldom met exactly: whoever means classes says so by naming a limit.
  if (data.types[label] === "number" && !isAsked) return null;
  const measure = findMeasure(
    { name: "accuracy", higherIsBetter: null, goal: { kind: "superiority" } },
    data,
    config.data?.classes ?? null,
  );
  const share = (requests: readonly ArmRequest[]): Share => ({
    successes: measure.values(requests).reduce((sum, value) => sum + value, 0),
    trials: requests.length,
  });
  return { candidate: share(candidate), baseline: share(baseline) };
}
