import type { Context } from "../context";
import { DEFAULT_SCALABILITY } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawScalability } from "../raw-config";
import { type Range, readDuration, readShare } from "../read-quantity";
import type { MonitorConfig, ScalabilityConfig, Slo } from "../types";
import { checkAscending } from "./ascending";
import { readCorrect } from "./correct";
import { readElasticity } from "./elasticity";

/** What efficiency is relative to: a single user has 1 by definition. */
const SINGLE = 1;

const EFFICIENCY: Range = {
  holds: (ratio) => ratio > 0 && ratio <= 1,
  text: "a ratio over 0 and at most 1",
};

/** What the other stages say that holds here, too. */
export interface SharedWithScalability {
  /** Of `load.performance`. */
  slo: Slo;
  monitor: MonitorConfig | null;
}

export function readScalability(
  context: Context,
  path: KeyPath,
  raw: RawScalability,
  shared: SharedWithScalability,
): ScalabilityConfig {
  const fallback = DEFAULT_SCALABILITY;
  const users = raw.users ?? fallback.users;
  checkAscending(context, [...path, "users"], users);
  const eachMs = readDuration(context, [...path, "each"], raw.each, fallback.eachMs);
  return {
    users,
    eachMs,
    thinkMs: readDuration(context, [...path, "think"], raw.think, fallback.thinkMs),
    minEfficiency: readEfficiency(context, [...path, "min_efficiency"], raw, users),
    correct: readCorrect(context, [...path, "correct"], raw.correct, shared.slo.correct),
    elasticity: raw.elasticity
      ? readElasticity(context, [...path, "elasticity"], raw.elasticity, { ...shared, eachMs })
      : null,
  };
}

function readEfficiency(
  context: Context,
  path: KeyPath,
  { min_efficiency: raw }: RawScalability,
  users: readonly number[],
): ScalabilityConfig["minEfficiency"] {
  if (raw === undefined) return null;
  if (!users.includes(raw.at)) {
    context.report(
      "config/impossible-value",
      [...path, "at"],
      `expected one of users (${users.join(", ")}), found ${raw.at}`,
      `Only what was measured is judged: add ${raw.at} to users.`,
    );
  }
  if (!users.includes(SINGLE)) {
    context.report(
      "config/impossible-value",
      path,
      `is over the throughput of a single user, and users (${users.join(", ")}) has none`,
      "Add 1 to users.",
    );
  }
  return { at: raw.at, ratio: readShare(context, [...path, "ratio"], raw.ratio, 1, EFFICIENCY) };
}
