import { readFileSync } from "node:fs";
import type { LoadConfig } from "../config/types";
import { InfergateError } from "../errors";

/** Files that this process has open or opens besides: the report, the data, its threads. */
const OPEN_BESIDES = 128;

/**
 * Each request in flight takes a connection, and each connection a file descriptor. Where there are
 * too few, requests would fail for want of them half-way through. Throws `config/impossible-value`.
 */
export function refuseBeyondDescriptors(load: LoadConfig, limit = descriptorLimit()): void {
  // HTTP/2 carries a hundred requests on one connection.
  if (limit === null || load.http === "2") return;
  const [key, most] = mostConnections(load);
  const allowed = limit - OPEN_BESIDES;
  if (most <= allowed) return;
  throw new InfergateError(
    "config/impossible-value",
    `${key}: ${most} requests in flight take as many connections, and this process may open ${Math.max(0, allowed)} (${limit} files, less what else it has open)`,
    `Set ${key} to ${Math.max(1, allowed)} or less, or raise the limit on open files: ulimit -n ${most + OPEN_BESIDES}.`,
  );
}

/** The key that asks for most connections, and how many. */
function mostConnections(load: LoadConfig): [key: string, connections: number] {
  const { elasticity = null, users = [] } = load.scalability ?? {};
  const stages = Object.entries({ ...load, "scalability.elasticity": elasticity });
  const asked = stages.flatMap(([name, stage]): [string, number][] =>
    stage !== null && typeof stage === "object" && "maxInFlight" in stage
      ? [[`load.${name}.max_in_flight`, stage.maxInFlight]]
      : [],
  );
  asked.push(["load.scalability.users", Math.max(0, ...users)]);
  return asked.reduce((most, one) => (one[1] > most[1] ? one : most), ["load", 0]);
}

/** How many files this process may have open; null where the system does not tell. */
function descriptorLimit(): number | null {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    // Only Linux has it. Node has raised the limit as far as it may anyway.
    return null;
  }
}
