import type { Context } from "../context";
import { readExactlyOne } from "../exactly-one";
import type { KeyPath } from "../problem";
import type { RawReplicas } from "../raw-config";
import type { MonitorConfig, ReplicaSource } from "../types";
import { checkMonitorUrl } from "./monitor";

const SOURCES = ["header", "json", "command"] as const;

/** Where a list of replicas, or their number, stands in what is told. */
const WHOLE = "$";

/**
 * Where the number of replicas is to be seen; null where nothing tells it.
 *
 * @param monitor that of the whole load test: it may tell of replicas, too
 */
export function readReplicas(
  context: Context,
  path: KeyPath,
  raw: RawReplicas | undefined,
  monitor: MonitorConfig | null,
): ReplicaSource | null {
  if (raw === undefined) return monitor?.measures.replicas ? { kind: "shared" } : null;
  if (readExactlyOne(context, path, raw, SOURCES) === null) return null;
  if (raw.header !== undefined) {
    if (raw.path !== undefined) {
      context.report("config/impossible-value", [...path, "path"], "goes with json or command");
    }
    return { kind: "header", header: raw.header.toLowerCase() };
  }
  return { kind: "monitor", monitor: readSource(context, path, raw) };
}

function readSource(context: Context, path: KeyPath, raw: RawReplicas): MonitorConfig {
  const measures = { replicas: raw.path ?? WHOLE };
  if (raw.command) return { source: { kind: "command", command: raw.command }, measures };
  const url = raw.json as string;
  if (!url.startsWith("/")) checkMonitorUrl(context, [...path, "json"], url);
  return { source: { kind: "json", url }, measures };
}
