import type { AdverseSituation } from "../../../../config/types";
import { isGrpcUrl } from "../../../../http/base-url";
import { formatMeasure } from "../../../../report/format-measure";
import { check, skipped } from "../../../../verdict/check";
import type { Check } from "../../../../verdict/result";
import { judgeGeneratorFaults, QUIETER } from "../../generator-faults";
import { responseTimes } from "../../response-times";
import { MAY_BE_LATE, readStep, type StepReading } from "../carried";
import { judgeCarried } from "../judge-carried";
import { judgedLength } from "../plan-stress";
import type { StressBench } from "../stress-bench";
import { identify } from "../stress-checks";
import { type AdverseRun, NOT_OVER_GRPC, SITUATIONS } from "./situations";

/** Whether ordinary requests at the base rate still get right answers in time in this company. */
export async function adverseCheck(
  bench: StressBench,
  base: StepReading,
  situation: AdverseSituation,
): Promise<Check> {
  const why = isGrpcUrl(bench.session.target.url) ? NOT_OVER_GRPC[situation] : undefined;
  if (why !== undefined) {
    const { id, title } = identify(situation);
    return skipped(id, title, why);
  }
  const forMs = judgedLength(bench.config, base.rate);
  const run = await SITUATIONS[situation](bench, base.rate, forMs);
  return judgeAdverse(situation, { ...run, forMs }, base, bench);
}

function judgeAdverse(
  situation: AdverseSituation,
  { run, beside, happened, forMs }: AdverseRun & { forMs: number },
  base: StepReading,
  { config, session, unloadedMs }: StressBench,
): Check {
  const { p95, errors } = config.slo;
  const shared = {
    ...identify(situation),
    limit: p95 === null ? errors : MAY_BE_LATE,
    direction: "at-most",
    unit: "share",
    n: run.recording.intended.length,
  } as const;
  const faults = judgeGeneratorFaults({ run, plannedMs: forMs, tightestMs: p95 });
  if (faults) return check({ ...shared, ...faults });
  if (!happened) {
    return check({
      ...shared,
      verdict: "inconclusive",
      message: `it did not come about: ${beside}`,
    });
  }
  const reading = readStep({ rate: base.rate, forMs, run, slo: config.slo, unloadedMs });
  const judged = judgeCarried([{ ...reading, state: "carried" }], config.slo);
  const late = reading.times.filter((time) => time > (p95 ?? Number.MAX_VALUE)).length;
  const slow = Number.isFinite(reading.p95) ? formatMeasure(reading.p95, "ms") : "unanswered";
  const found = {
    ...shared,
    observed: late / reading.times.length,
    message: `beside ${beside}: ${judged.message}; p95 ${slow}, alone ${formatMeasure(base.p95, "ms")}`,
  };
  if (judged.verdict === "fail") {
    const credited = { ...reading, times: responseTimes(run).credited, state: "carried" } as const;
    if (judgeCarried([credited], config.slo).verdict !== "fail") {
      return check({
        ...found,
        verdict: "error",
        message: `without this machine's own stalls it need not have been so: ${found.message}`,
        hint: QUIETER,
      });
    }
  }
  const evidence = judged.verdict === "fail" ? session.evidence(run) : [];
  return check({ ...found, verdict: judged.verdict, evidence });
}
