import { createHttpClient } from "../../src/http/client";
import { openEndpoint } from "../../src/protocols/open-endpoint";
import { readUrl } from "../../src/protocols/read-url";
import { parse } from "../config/parse";

/** The client and the binding that the gate itself would use, for what a verdict does not show. */
export async function openModel(url: string, config: string, features: string[]) {
  const endpoint = parse(`endpoint: { url: "${url}", ${config} }\n`).config.endpoint;
  const reading = readUrl(url, endpoint.protocol);
  const client = createHttpClient({
    url: reading.base,
    auth: null,
    allowedHosts: "any",
    timeoutMs: 5000,
  });
  const { signal } = new AbortController();
  const model = await openEndpoint({
    captured: false,
    client,
    config: endpoint,
    reading,
    features,
    signal,
  });
  return { client, model };
}
