import type { EndpointConfig } from "../config/types";
import { InfergateError } from "../errors";
import { ADAPTERS, GRPC_ADAPTERS } from "./registry";
import type { ProtocolAdapter } from "./types";

/** What is known of the endpoint beside its config. */
interface Asked {
  /** For messages. */
  url: string;
  isGrpc: boolean;
  /** Whether captured requests are sent. */
  captured: boolean;
  model: string | null;
  /** What follows the model in the URL to pick one of its versions, where something does. */
  pin: string | null;
}

/** The adapter of a protocol, where it has all that the config asks of it; else `config/…` is thrown. */
export function chooseAdapter(
  protocol: string,
  config: EndpointConfig,
  asked: Asked,
): ProtocolAdapter {
  const adapter = asked.isGrpc ? overGrpc(protocol, asked) : ADAPTERS[protocol];
  if (!adapter) throw new InfergateError("config/unknown-protocol", `no adapter for ${protocol}`);
  if (config.deployment !== null && !adapter.hasDeployments) {
    throw new InfergateError(
      "config/no-deployments",
      `endpoint.deployment is ${JSON.stringify(config.deployment)}, but protocol ${protocol} has no deployments behind one URL`,
      "Leave it out, and name the deployment's own URL.",
    );
  }
  if (asked.pin !== null && !adapter.hasPins) {
    throw new InfergateError(
      "config/no-versions",
      `the URL asks for ${asked.pin} of model ${JSON.stringify(asked.model)}, but protocol ${protocol} has no versions in its paths`,
      "Leave it out of the URL.",
    );
  }
  if (config.tensors === "binary" && !adapter.hasBinaryTensors) {
    throw new InfergateError(
      "config/no-binary-tensors",
      `endpoint.tensors is binary, but protocol ${protocol} has no binary form`,
      "Leave it out; the Open Inference Protocol V2 (oip-v2) has one.",
    );
  }
  checkParameters(adapter, config);
  return adapter;
}

function overGrpc(protocol: string, { url, captured }: Asked): ProtocolAdapter {
  const adapter = GRPC_ADAPTERS[protocol];
  if (!adapter) {
    throw new InfergateError(
      "config/no-grpc",
      `${url} asks for gRPC, but protocol ${protocol} is spoken over HTTP alone`,
      `Give its http:// or https:// URL. Over gRPC there is ${Object.keys(GRPC_ADAPTERS).join(", ")}.`,
    );
  }
  if (!captured) return adapter;
  throw new InfergateError(
    "config/no-grpc",
    `data.capture holds requests of HTTP, which cannot be sent to ${url} over gRPC`,
    "Give the endpoint's http:// or https:// URL.",
  );
}

function checkParameters(
  { name, reservedParameters }: ProtocolAdapter,
  config: EndpointConfig,
): void {
  const given = Object.keys(config.parameters ?? {});
  if (given.length === 0) return;
  if (!reservedParameters) {
    throw new InfergateError(
      "config/no-parameters",
      `endpoint.parameters is given, but requests of protocol ${name} have no place for it`,
      "Leave it out.",
    );
  }
  const reserved = given.find((key) => reservedParameters.includes(key));
  if (reserved === undefined) return;
  throw new InfergateError(
    "config/reserved-parameter",
    `endpoint.parameters.${reserved} is set by infergate itself`,
    `Leave it out. These are: ${reservedParameters.join(", ")}.`,
  );
}
