import type { ScalabilityConfig } from "../../../config/types";
import { check, type Finding, skipped } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import type { CheckName } from "../check-name";

/** What each check of the stage asks; every one of them is always reported. */
const TITLES = {
  efficiency: "Throughput grows with the users",
  elasticity: "A higher rate is taken up in time",
  correct: "Answers to many users are those of the unloaded endpoint",
} as const;

export type ScalabilityCheck = keyof typeof TITLES;

export function identify(name: ScalabilityCheck): CheckName {
  return { id: `load/scalability/${name}`, title: TITLES[name] };
}

const SCALABILITY_CHECKS = Object.keys(TITLES) as ScalabilityCheck[];

type Asked = Pick<ScalabilityConfig, "elasticity">;

/** All checks of the stage in their order; what was not found out is said by `otherwise`. */
export function inOrder(
  { elasticity }: Asked,
  found: Partial<Record<ScalabilityCheck, Check>>,
  otherwise: (name: CheckName) => Check,
): Check[] {
  return SCALABILITY_CHECKS.map((name) => {
    const { id, title } = identify(name);
    if (name === "elasticity" && elasticity === null) {
      return skipped(id, title, "not asked for: there is no load.scalability.elasticity");
    }
    return found[name] ?? otherwise({ id, title });
  });
}

/** A measurement that could not be made is an error in every check that was to be made from it. */
export function allErrors(asked: Asked, message: string, hint: string | null = null): Check[] {
  return inOrder(asked, {}, (name) => check({ ...name, verdict: "error", message, hint }));
}

/** Where there was no load to judge: `efficiency` says why, and the rest has nothing to say. */
export function failAtEfficiency(asked: Asked, found: Finding, because: string): Check[] {
  const efficiency = check({ ...identify("efficiency"), ...found });
  return inOrder(asked, { efficiency }, ({ id, title }) => skipped(id, title, because));
}
