import {
  ADVERSE_SITUATIONS,
  type AdverseSituation,
  type StressConfig,
} from "../../../config/types";
import { check, type Finding, skipped } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import type { CheckName } from "../check-name";

/** What each check of the stage asks; every one of them is always reported. */
const TITLES = {
  capacity: "The endpoint carries the rate that it must",
  recovery: "It is back to normal soon after an overload",
  bursts: "Ordinary requests are served beside bursts",
  churn: "Ordinary requests are served beside clients that connect anew each time",
  "slow-readers": "Ordinary requests are served beside clients that send and read slowly",
  oversized: "Ordinary requests are served beside oversized ones",
  correct: "Answers under stress are those of the unloaded endpoint",
} as const satisfies Record<AdverseSituation, string> & Record<string, string>;

export type StressCheck = keyof typeof TITLES;

export function identify(name: StressCheck): CheckName {
  return { id: `load/stress/${name}`, title: TITLES[name] };
}

const STRESS_CHECKS = Object.keys(TITLES) as StressCheck[];

/** All checks of the stage in their order; what was not found out is said by `otherwise`. */
export function inOrder(
  { adverse }: Pick<StressConfig, "adverse">,
  found: ReadonlyMap<StressCheck, Check>,
  otherwise: (name: CheckName) => Check,
): Check[] {
  return STRESS_CHECKS.map((name) => {
    const { id, title } = identify(name);
    if (isAdverse(name) && !adverse.includes(name)) {
      return skipped(id, title, "not asked for: load.stress.adverse does not name it");
    }
    return found.get(name) ?? otherwise({ id, title });
  });
}

/** A measurement that could not be made is an error in every check that was to be made from it. */
export function allErrors(
  config: Pick<StressConfig, "adverse">,
  message: string,
  hint: string | null = null,
): Check[] {
  return inOrder(config, new Map(), (name) => check({ ...name, verdict: "error", message, hint }));
}

/** Where there was no load to judge: `capacity` says why, and the rest has nothing to say. */
export function failAtCapacity(
  config: Pick<StressConfig, "adverse">,
  found: Finding,
  because: string,
): Check[] {
  const capacity = check({ ...identify("capacity"), ...found });
  return inOrder(config, new Map([["capacity", capacity]]), ({ id, title }) =>
    skipped(id, title, because),
  );
}

function isAdverse(name: StressCheck): name is AdverseSituation {
  return (ADVERSE_SITUATIONS as readonly string[]).includes(name);
}
