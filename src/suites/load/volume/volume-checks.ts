import { check, type Finding, skipped } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import type { CheckName } from "../check-name";

/** What each check of the stage asks; every one of them is always reported. */
const TITLES = {
  exponent: "The cost of a request grows no faster than its size may",
  largest: "Requests of every size are accepted",
  correct: "Every row of a batch has the answer that it has alone",
} as const;

export type VolumeCheck = keyof typeof TITLES;

export function identify(name: VolumeCheck): CheckName {
  return { id: `load/volume/${name}`, title: TITLES[name] };
}

const VOLUME_CHECKS = Object.keys(TITLES) as VolumeCheck[];

/** A measurement that could not be made is an error in every check that was to be made from it. */
export function allErrors(message: string, hint: string | null = null): Check[] {
  return VOLUME_CHECKS.map((name) => check({ ...identify(name), verdict: "error", message, hint }));
}

/** What does not apply to this endpoint. */
export function allSkipped(reason: string): Check[] {
  return VOLUME_CHECKS.map((name) => {
    const { id, title } = identify(name);
    return skipped(id, title, reason);
  });
}

/** Where nothing was accepted: `largest` says why, and the rest has nothing to say. */
export function failAtLargest(found: Finding, because: string): Check[] {
  return VOLUME_CHECKS.map((name) => {
    const { id, title } = identify(name);
    return name === "largest" ? check({ id, title, ...found }) : skipped(id, title, because);
  });
}
