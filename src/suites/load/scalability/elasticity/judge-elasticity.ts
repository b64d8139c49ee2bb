import type { ElasticityConfig } from "../../../../config/types";
import { formatMeasure } from "../../../../report/format-measure";
import { check } from "../../../../verdict/check";
import type { Check } from "../../../../verdict/result";
import { judgeGeneratorFaults, QUIETER } from "../../generator-faults";
import { responseTimes } from "../../response-times";
import { identify } from "../scalability-checks";
import { type ElasticityRun, heldAgain } from "./run-elasticity";

/** How long it takes for the objectives to hold again after the step up, and for replicas to go after the step down. */
export function judgeElasticity(run: ElasticityRun, config: ElasticityConfig): Check {
  const { up } = run;
  const { withinMs } = config;
  const limited = {
    ...identify("elasticity"),
    limit: withinMs,
    direction: "at-most",
    unit: "ms",
    n: up.recording.intended.length,
  } as const;
  const faults = judgeGeneratorFaults({
    run: up,
    plannedMs: null,
    tightestMs: config.slo.p95,
  });
  if (faults) return check({ ...limited, ...faults });
  const { measured, credited } = responseTimes(up);
  const observed = heldAgain(config, up.recording, measured);
  const measure = { ...limited, observed };
  const step = `${perSecond(config.from)} to ${perSecond(config.to)}`;
  const objective = `95 % of the requests of each second within ${formatMeasure(config.slo.p95, "ms")}`;
  const found = [
    observed === null
      ? `it did not hold again after the step from ${step} (${objective})`
      : observed === 0
        ? `it held throughout the step from ${step} (${objective})`
        : `it held again ${formatMeasure(observed, "ms")} after the step from ${step} (${objective})`,
    ...describeReplicas(run, config),
  ].join("; ");
  if (observed === null || observed > withinMs) {
    const without = heldAgain(config, up.recording, credited);
    if (without !== null && without <= withinMs) {
      const message = `${found}; but without this machine's own stalls it may have`;
      return check({ ...measure, verdict: "error", message, hint: QUIETER });
    }
    return check({ ...measure, verdict: "fail", message: found });
  }
  if (run.problem !== null) {
    return check({
      ...measure,
      verdict: "inconclusive",
      message: found,
      hint: "Correct load.scalability.elasticity.replicas, or leave it out.",
    });
  }
  const { seen } = run;
  const stayed = seen !== null && seen.most > seen.before && seen.fellAfterMs === null;
  return check({ ...measure, verdict: stayed ? "fail" : "pass", message: found });
}

function describeReplicas(
  { seen, problem }: ElasticityRun,
  { replicas, withinMs }: ElasticityConfig,
): string[] {
  if (replicas === null) return ["no source of replicas was named, so the step down was left out"];
  if (seen === null) return [`replicas could not be seen: ${problem}`];
  const { before, most, fellAfterMs } = seen;
  if (problem !== null) {
    return [
      `replicas rose from ${before} to ${most}, and could not be seen after the step down: ${problem}`,
    ];
  }
  if (most === before) return [`the replicas did not rise above ${before}`];
  return [
    fellAfterMs === null
      ? `replicas rose from ${before} to ${most}, and did not fall within ${formatMeasure(withinMs, "ms")} after the step down`
      : `replicas rose from ${before} to ${most}, and fell ${formatMeasure(fellAfterMs, "ms")} after the step down`,
  ];
}

function perSecond(rate: number): string {
  return formatMeasure(rate, "per-second");
}
