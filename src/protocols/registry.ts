import { httpTemplates } from "./http/adapter";
import { oipV2 } from "./oip-v2/adapter";
import type { ProtocolAdapter } from "./types";

/** Every protocol that infergate speaks, by the name that the config uses. */
export const ADAPTERS: Readonly<Record<string, ProtocolAdapter>> = {
  "oip-v2": oipV2,
  http: httpTemplates,
};
