import { azureml } from "./azureml";
import { bentoml } from "./bentoml";
import { databricks } from "./databricks";
import { httpTemplates } from "./http/adapter";
import { kserveV1 } from "./kserve-v1/adapter";
import { litserve } from "./litserve";
import { mlflow } from "./mlflow/adapter";
import { oipV2 } from "./oip-v2/adapter";
import { oipV2Grpc } from "./oip-v2/grpc/adapter";
import { openai } from "./openai/adapter";
import { rayServe } from "./ray-serve";
import { sagemaker } from "./sagemaker";
import { seldon } from "./seldon";
import { tei } from "./tei";
import { tfServing } from "./tf-serving/adapter";
import { tgi } from "./tgi";
import { torchserve } from "./torchserve";
import type { ProtocolAdapter } from "./types";
import { vertex } from "./vertex";

const IN_ORDER: readonly ProtocolAdapter[] = [
  oipV2,
  openai,
  kserveV1,
  tfServing,
  tei,
  tgi,
  litserve,
  bentoml,
  rayServe,
  seldon,
  mlflow,
  torchserve,
  sagemaker,
  azureml,
  databricks,
  vertex,
  httpTemplates,
];

/**
 * Every protocol that infergate speaks, by the name that the config uses, in the order in which
 * detection looks for them.
 */
export const ADAPTERS = byName(IN_ORDER);

/** Those that are spoken over gRPC, where the URL's scheme asks for it. */
export const GRPC_ADAPTERS = byName([oipV2Grpc]);

function byName(adapters: readonly ProtocolAdapter[]): Readonly<Record<string, ProtocolAdapter>> {
  return Object.fromEntries(adapters.map((adapter) => [adapter.name, adapter]));
}
