import { httpTemplates } from "./http/adapter";
import { kserveV1 } from "./kserve-v1/adapter";
import { oipV2 } from "./oip-v2/adapter";
import type { ProtocolAdapter } from "./types";

/**
 * Every protocol that infergate speaks, by the name that the config uses, in the order in which
 * detection looks for them.
 */
export const ADAPTERS: Readonly<Record<string, ProtocolAdapter>> = Object.fromEntries(
  [oipV2, kserveV1, httpTemplates].map((adapter) => [adapter.name, adapter]),
);
