import type { AbConfig } from "./ab";
import type { AcceptanceConfig } from "./acceptance";
import type { CanaryConfig } from "./canary";
import type { DataConfig } from "./data";
import type { EndpointConfig } from "./endpoint";
import type { LoadConfig } from "./load";
import type { ReportConfig } from "./report";
import type { ShadowConfig } from "./shadow";
import type { SystemConfig } from "./system";

/**
 * The configuration after validation, interpolation and defaults: durations in milliseconds, shares
 * as fractions, rates per second, paths absolute. What the user may write stands in
 * `schema/infergate.schema.json`.
 */
export interface Config {
  /** The config file as the user named it, null where there is none. */
  file: string | null;
  endpoint: EndpointConfig;
  baseline: EndpointConfig | null;
  data: DataConfig | null;
  /** Null where the suite is off. */
  system: SystemConfig | null;
  acceptance: AcceptanceConfig | null;
  load: LoadConfig | null;
  /** Null where it is off, or there is no baseline and none was asked for. */
  shadow: ShadowConfig | null;
  /** Null where it is not asked for. */
  ab: AbConfig | null;
  /** Null where it is not asked for. */
  canary: CanaryConfig | null;
  report: ReportConfig;
}

export * from "./ab";
export * from "./acceptance";
export * from "./canary";
export * from "./data";
export * from "./endpoint";
export * from "./load";
export * from "./monitor";
export * from "./report";
export * from "./scalability";
export * from "./shadow";
export * from "./stress";
export * from "./system";
export * from "./traffic";
export * from "./volume";
