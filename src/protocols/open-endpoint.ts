import type { EndpointConfig, HttpTemplates } from "../config/types";
import { asInfergateError, InfergateError } from "../errors";
import type { HttpClient } from "../http/types";
import { bindCapture } from "./bind-capture";
import { detectProtocol } from "./detect";
import { getRequest } from "./json-body";
import type { UrlReading } from "./read-url";
import { brokenEndpoint, refusedCredentials } from "./refusals";
import { ADAPTERS } from "./registry";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "./types";

export interface OpenEndpointOptions {
  /** Of the reading's base. */
  client: HttpClient;
  config: EndpointConfig;
  reading: UrlReading;
  features: string[] | null;
  /** Whether captured requests are sent: then nobody needs to know how a row becomes one. */
  captured: boolean;
  signal: AbortSignal;
}

/**
 * From a configured endpoint to a model that can be asked. Throws `endpoint/…` where it was never
 * reached, `answer/…` where it was and gave no answer, `config/…` where the user must say more.
 */
export async function openEndpoint(options: OpenEndpointOptions): Promise<ModelBinding> {
  const { client, config, reading, features, captured, signal } = options;
  const model = config.model ?? reading.model;
  const pin = model === reading.model ? reading.pin : null;
  const chosen = chosenProtocol(config, reading);
  const { protocol, evidence } = chosen ?? (await detect(options, model));
  const adapter = ADAPTERS[protocol];
  if (!adapter) throw new InfergateError("config/unknown-protocol", `no adapter for ${protocol}`);
  if (config.deployment !== null && !adapter.hasDeployments) {
    throw new InfergateError(
      "config/no-deployments",
      `endpoint.deployment is ${JSON.stringify(config.deployment)}, but protocol ${protocol} has no deployments behind one URL`,
      "Leave it out, and name the deployment's own URL.",
    );
  }
  if (pin !== null && !adapter.hasPins) {
    throw new InfergateError(
      "config/no-versions",
      `the URL asks for ${pin} of model ${JSON.stringify(model)}, but protocol ${protocol} has no versions in its paths`,
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
  if (chosen) await reach(client, adapter, config, signal);
  const anyJson = captured && protocol === "http" && config.http === null;
  const binding = await adapter.connect({
    client,
    model,
    pin,
    deployment: config.deployment,
    route: reading.route,
    parameters: config.parameters as ConnectOptions["parameters"],
    tensors: config.tensors,
    templates: config.http ?? (anyJson ? ANY_JSON : null),
    features,
    evidence,
    signal,
  });
  return captured ? bindCapture(binding, { protocolKnown: !anyJson }) : binding;
}

async function detect(
  { client, reading, captured, signal }: OpenEndpointOptions,
  model: string | null,
): Promise<{ protocol: string; evidence: string[] }> {
  try {
    return await detectProtocol(client, model, signal, reading.candidates);
  } catch (error) {
    if (!captured || asInfergateError(error).code !== "config/unknown-protocol") throw error;
    return { protocol: "http", evidence: ["no protocol was recognised; answers are read as JSON"] };
  }
}

/** The answer is its body. */
const ANY_JSON: HttpTemplates = {
  request: { method: "POST", path: "/", headers: {}, body: null },
  response: { prediction: "$", outputs: {}, error: null },
  health: { live: null, ready: null, metadata: null },
  versionPath: null,
};

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

/** What needs no asking: the config says it, or the URL does. */
function chosenProtocol(
  { protocol, http }: EndpointConfig,
  reading: UrlReading,
): { protocol: string; evidence: string[] } | null {
  const named = protocol === "auto" && http !== null ? "http" : protocol;
  if (named !== "auto") {
    return { protocol: named, evidence: [`protocol ${named}, as the config says`] };
  }
  if (reading.protocol === null || reading.evidence === null) return null;
  return { protocol: reading.protocol, evidence: [reading.evidence] };
}

/** One harmless GET, to tell an endpoint that is not there from one that answers wrongly. */
async function reach(
  client: HttpClient,
  adapter: ProtocolAdapter,
  { http }: EndpointConfig,
  signal: AbortSignal,
): Promise<void> {
  const request = getRequest(http?.health.live ?? http?.health.ready ?? adapter.reach);
  const exchange = await client.send(request, { signal });
  if (exchange.ok) {
    const { status } = exchange.answer;
    if (status === 401 || status === 403) throw refusedCredentials(client, status);
    return;
  }
  throw brokenEndpoint(client, request, exchange.failure);
}
