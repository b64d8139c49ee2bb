import type { EnduranceConfig } from "../../../config/types";
import { check } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import type { CheckName } from "../check-name";
import type { TrafficRecord } from "../traffic/traffic-record";

/** The endurance stage as it went. */
export interface EnduranceStage extends TrafficRecord {
  config: EnduranceConfig;
}

/** What each check of the stage asks; every one of them is always reported. */
const TITLES = {
  drift: "Response times do not grow over time",
  errors: "Requests go on to succeed",
  memory: "The server's memory does not run out",
} as const;

export type EnduranceCheck = keyof typeof TITLES;

export function identify(name: EnduranceCheck): CheckName {
  return { id: `load/endurance/${name}`, title: TITLES[name] };
}

export const ENDURANCE_CHECKS = Object.keys(TITLES) as EnduranceCheck[];

/** A measurement that could not be made is an error in every check that was to be made from it. */
export function allErrors(message: string, hint: string | null = null): Check[] {
  return ENDURANCE_CHECKS.map((name) =>
    check({ ...identify(name), verdict: "error", message, hint }),
  );
}
