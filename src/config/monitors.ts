import type { Config, MonitorConfig } from "./types";

/** Where a config may say what the server tells of itself. */
export const MONITOR_PLACES = ["load.monitor", "load.scalability.elasticity.replicas"] as const;
type MonitorPlace = (typeof MONITOR_PLACES)[number];

/** Everything that is asked about the server, by its place in the config. */
export function monitorsOf({ load }: Config): Map<MonitorPlace, MonitorConfig> {
  const replicas = load?.scalability?.elasticity?.replicas;
  return new Map<MonitorPlace, MonitorConfig>([
    ...(load?.monitor ? [["load.monitor", load.monitor] as const] : []),
    ...(replicas?.kind === "monitor"
      ? [["load.scalability.elasticity.replicas", replicas.monitor] as const]
      : []),
  ]);
}
