import type { Tolerance } from "./data";
import type { MonitorConfig } from "./monitor";
import type { ScalabilityConfig } from "./scalability";
import type { StressConfig } from "./stress";
import type { EnduranceConfig, PerformanceConfig } from "./traffic";
import type { VolumeConfig } from "./volume";

/** The aspects of the load test, one stage each; null for one that is not asked for. */
export interface LoadStageConfigs {
  performance: PerformanceConfig | null;
  endurance: EnduranceConfig | null;
  stress: StressConfig | null;
  scalability: ScalabilityConfig | null;
  volume: VolumeConfig | null;
}

/** The stages, and what holds for all of them. */
export interface LoadConfig extends LoadStageConfigs {
  /** Of the comparison with the unloaded answers. */
  tolerance: Tolerance;
  /** Null where the server tells nothing of itself. */
  monitor: MonitorConfig | null;
  /** Threads that send; null for one less than the machine has cores. */
  workers: number | null;
  http: HttpVersion;
}

export const HTTP_VERSIONS = ["1.1", "2"] as const;
export type HttpVersion = (typeof HTTP_VERSIONS)[number];
