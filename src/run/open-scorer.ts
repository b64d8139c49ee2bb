import type { EndpointConfig } from "../config/types";
import { createHttpClient } from "../http/client";
import { openEndpoint } from "../protocols/open-endpoint";
import { readUrl } from "../protocols/read-url";
import type { Endpoint } from "../suites/types";
import type { OpenOptions } from "./open-targets";

/** An endpoint that is not judged but helps to judge: embeddings, or a judge. Asked one by one. */
export async function openScorer(
  config: EndpointConfig,
  options: OpenOptions & { captured: boolean },
): Promise<Endpoint> {
  const reading = readUrl(config.url, config.http === null ? config.protocol : "http");
  const { auth, timeoutMs } = config;
  const client = createHttpClient(
    { url: reading.base, auth, allowedHosts: options.allowedHosts, timeoutMs },
    { connections: 1 },
  );
  try {
    const model = await openEndpoint({ ...options, client, config, reading });
    return { role: "scorer", client, model, timeoutMs };
  } catch (error) {
    await client.close();
    throw error;
  }
}
