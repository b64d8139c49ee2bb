import type { EndpointConfig } from "../config/types";
import { InfergateError } from "../errors";
import type { HttpClient } from "../http/types";
import { brokenEndpoint, detectProtocol, refusedCredentials } from "./detect";
import { getRequest } from "./json-body";
import { ADAPTERS } from "./registry";
import type { ModelBinding } from "./types";

/**
 * From a configured endpoint to a model that can be asked. Throws `endpoint/…` where it was never
 * reached, `answer/…` where it was and gave no answer, `config/…` where the user must say more.
 */
export async function openEndpoint(
  client: HttpClient,
  config: EndpointConfig,
  features: string[] | null,
  signal: AbortSignal,
): Promise<ModelBinding> {
  const named = config.protocol === "auto" && config.http !== null ? "http" : config.protocol;
  const { protocol, evidence } =
    named === "auto"
      ? await detectProtocol(client, signal)
      : { protocol: named, evidence: [`protocol ${named}, as the config says`] };
  const adapter = ADAPTERS[protocol];
  if (!adapter) throw new InfergateError("config/unknown-protocol", `no adapter for ${protocol}`);
  if (named !== "auto") await reach(client, config, signal);
  return adapter.connect({
    client,
    model: config.model,
    version: config.version,
    templates: config.http,
    features,
    evidence,
    signal,
  });
}

/** One harmless GET, to tell an endpoint that is not there from one that answers wrongly. */
async function reach(
  client: HttpClient,
  config: EndpointConfig,
  signal: AbortSignal,
): Promise<void> {
  const health = config.http?.health;
  const path = config.http ? (health?.live ?? health?.ready ?? "") : "/v2/health/live";
  const request = getRequest(path);
  const exchange = await client.send(request, { signal });
  if (exchange.ok) {
    const { status } = exchange.answer;
    if (status === 401 || status === 403) throw refusedCredentials(client, status);
    return;
  }
  throw brokenEndpoint(client, request, exchange.failure);
}
