import { databricks } from "./databricks";
import { httpTemplates } from "./http/adapter";
import { kserveV1 } from "./kserve-v1/adapter";
import { mlflow } from "./mlflow/adapter";
import { oipV2 } from "./oip-v2/adapter";
import { tfServing } from "./tf-serving/adapter";
import type { ProtocolAdapter } from "./types";
import { vertex } from "./vertex";

/**
 * Every protocol that infergate speaks, by the name that the config uses, in the order in which
 * detection looks for them.
 */
export const ADAPTERS: Readonly<Record<string, ProtocolAdapter>> = Object.fromEntries(
  [oipV2, kserveV1, tfServing, mlflow, databricks, vertex, httpTemplates].map((adapter) => [
    adapter.name,
    adapter,
  ]),
);
