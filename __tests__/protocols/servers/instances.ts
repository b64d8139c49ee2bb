import { FEATURES, predict } from "../penguins";

/** The classifier on a list of instances, or what is wrong with it, as a sound server would say. */
export function predictAll(
  instances: unknown,
): { ok: true; species: string[]; probabilities: number[][] } | { ok: false; why: string } {
  if (!Array.isArray(instances)) return { ok: false, why: "expected a list of instances" };
  for (const [i, row] of instances.entries()) {
    if (!Array.isArray(row) || row.length !== FEATURES.length) {
      return { ok: false, why: `instance ${i} must hold ${FEATURES.length} numbers` };
    }
    if (!row.every((value) => typeof value === "number")) {
      return { ok: false, why: `instance ${i} holds something that is no number` };
    }
  }
  const all = (instances as number[][]).map(predict);
  return {
    ok: true,
    species: all.map(({ species }) => species),
    probabilities: all.map(({ probabilities }) => probabilities),
  };
}
