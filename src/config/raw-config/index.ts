import type { RawAb } from "./ab";
import type { RawLimit } from "./acceptance";
import type { RawCanary } from "./canary";
import type { RawData } from "./data";
import type { RawEndpoint } from "./endpoint";
import type { RawLoad } from "./load";
import type { Off } from "./quantities";
import type { RawReport } from "./report";
import type { RawShadow } from "./shadow";
import type { RawSystem } from "./system";

/**
 * The config as written, once it fits `schema/infergate.schema.json`: quantities are still text. The
 * sections turn it into `Config`.
 */
export interface RawConfig {
  endpoint?: RawEndpoint;
  baseline?: RawEndpoint;
  data?: RawData;
  system?: RawSystem;
  acceptance?: Record<string, RawLimit>;
  load?: Off | RawLoad;
  shadow?: Off | RawShadow;
  ab?: Off | RawAb;
  canary?: Off | RawCanary;
  report?: RawReport;
}

export * from "./ab";
export * from "./acceptance";
export * from "./canary";
export * from "./data";
export * from "./endpoint";
export * from "./load";
export * from "./quantities";
export * from "./report";
export * from "./scalability";
export * from "./shadow";
export * from "./stress";
export * from "./system";
export * from "./traffic";
export * from "./volume";
