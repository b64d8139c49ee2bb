import type { Context } from "../context";
import { DEFAULT_SYSTEM } from "../defaults";
import { nearestName } from "../nearest-name";
import type { RawSystem, RawSystemMap } from "../raw-config";
import { SYSTEM_CHECK_NAMES } from "../system-checks";
import type { SystemConfig } from "../types";

export function readSystem(context: Context, raw: RawSystem | undefined): SystemConfig | null {
  if (raw === undefined) return DEFAULT_SYSTEM;
  if (raw === "off" || raw === false) return null;
  if (typeof raw === "string") return { ...DEFAULT_SYSTEM, level: raw };
  return readMap(context, raw);
}

function readMap(context: Context, raw: RawSystemMap): SystemConfig {
  const tolerance = { ...DEFAULT_SYSTEM.tolerance, ...raw.tolerance };
  (raw.skip ?? []).forEach((name, index) => {
    if (SYSTEM_CHECK_NAMES.includes(name)) return;
    const path = ["system", "skip", index];
    const nearest = nearestName(name, SYSTEM_CHECK_NAMES);
    context.report(
      "config/impossible-value",
      path,
      `${context.show(path, name)} is no check${nearest ? `; did you mean ${nearest}?` : ""}`,
      `The checks are ${SYSTEM_CHECK_NAMES.join(", ")}.`,
    );
  });
  return {
    level: raw.level ?? DEFAULT_SYSTEM.level,
    skip: raw.skip ?? [],
    schema: raw.schema === undefined ? null : context.resolvePath(raw.schema),
    examples: (raw.examples ?? []).map((example) => ({
      input: example.input,
      expect: example.expect,
      tolerance: example.tolerance ? { ...tolerance, ...example.tolerance } : null,
    })),
    tolerance,
  };
}
