import type { AbConfig, AbMetric } from "../../config/types";
import { detectableDifference } from "../../stats/power/planning";
import { percent } from "../../verdict/judge-share";
import { WARM_UP_REQUESTS } from "../assignment/send-rows";

export function countAbRequests({ requests }: AbConfig): number {
  return WARM_UP_REQUESTS + requests;
}

/** Shares and noise to plan with, before anything has been measured. */
const TYPICAL_SHARE: Readonly<Record<string, number>> = { errors: 0.01 };
const TYPICAL_GOOD_SHARE = 0.9;
const TYPICAL_VARIATION = 0.5;
const SHARES = new Set(["errors", "accuracy", "equals", "contains"]);

/** What each question can decide with so many requests, to be printed before any is sent. */
export function describeAbPower(ab: AbConfig): string[] {
  return [...ab.metrics, ...ab.guardrails].map(
    (metric) => `ab/${metric.name}: ${describePower(ab, metric)}`,
  );
}

function describePower(
  { requests, split, sequential, key }: AbConfig,
  { name, goal }: AbMetric,
): string {
  const perArm = 1 / (requests * split) + 1 / (requests * (1 - split));
  const share = TYPICAL_SHARE[name] ?? TYPICAL_GOOD_SHARE;
  const isShare = SHARES.has(name);
  const deviation = isShare ? Math.sqrt(share * (1 - share)) : TYPICAL_VARIATION;
  const found = detectableDifference(deviation * Math.sqrt(perArm), { sides: 1 });
  const assumed = isShare
    ? `where the baseline has ${percent(share)}`
    : "where values vary by half of their mean";
  const looks = [
    ...(sequential ? ["; looking again and again takes up to a third more"] : []),
    // How much alike they are is not known before they are sent.
    ...(key === null
      ? []
      : [`; requests of one ${key} are alike and tell less than so many others`]),
  ].join("");
  if (goal.kind === "superiority") {
    return `${requests} requests find an improvement of ${amount(found, isShare)} in 80 % of runs, ${assumed}${looks}`;
  }
  return found <= goal.margin
    ? `${requests} requests show that an equal candidate is within ${amount(goal.margin, isShare)} in over 80 % of runs, ${assumed}${looks}`
    : `${requests} requests are too few to show ${amount(goal.margin, isShare)} in 80 % of runs, ${assumed}: about ${Math.ceil(requests * (found / goal.margin) ** 2)} would be needed${looks}`;
}

function amount(value: number, isShare: boolean): string {
  return `${Number((value * 100).toPrecision(2))} ${isShare ? "pp" : "%"}`;
}
