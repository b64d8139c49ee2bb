import type { EndpointConfig, HttpTemplates } from "../config/types";
import { asInfergateError } from "../errors";
import { isGrpcUrl } from "../http/base-url";
import { loadGrpcLibrary } from "../http/grpc/load-library";
import type { HttpClient } from "../http/types";
import { bindCapture } from "./bind-capture";
import { chooseAdapter } from "./choose-adapter";
import { detectProtocol } from "./detect";
import { getRequest } from "./json-body";
import type { UrlReading } from "./read-url";
import { brokenEndpoint, refusedCredentials } from "./refusals";
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
  const isGrpc = isGrpcUrl(client.target.url);
  const adapter = chooseAdapter(protocol, config, {
    url: client.url,
    isGrpc,
    captured,
    model,
    pin,
  });
  // Now, so that no call's deadline has to wait for it.
  if (isGrpc) await loadGrpcLibrary();
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
  const asked = http?.health.live ?? http?.health.ready ?? adapter.reach;
  const request = typeof asked === "string" ? getRequest(asked) : asked;
  const exchange = await client.send(request, { signal });
  if (exchange.ok) {
    const { status } = exchange.answer;
    if (status === 401 || status === 403) throw refusedCredentials(client, status);
    return;
  }
  throw brokenEndpoint(client, request, exchange.failure);
}
