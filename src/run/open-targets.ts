import type { Config, EndpointConfig } from "../config/types";
import { asInfergateError, EXIT, EXIT_OF_FAMILY, type InfergateError } from "../errors";
import { createHttpClient } from "../http/client";
import type { HttpClient } from "../http/types";
import { type OpenEndpointOptions, openEndpoint } from "../protocols/open-endpoint";
import { readUrl } from "../protocols/read-url";
import type { Endpoint } from "../suites/types";

/** As many callers at once as the strictest isolation check has. */
const CONNECTIONS = 64;

export interface Targets {
  candidate: Endpoint | InfergateError;
  /** Null where the config names none. */
  baseline: Endpoint | InfergateError | null;
  close(): Promise<void>;
}

export interface OpenOptions {
  allowedHosts: string[] | "any";
  /** The columns to send, in order: never the label, nor the id. Null where there is no data. */
  features: string[] | null;
  signal: AbortSignal;
}

/**
 * Opens candidate and baseline. What stops either is returned, to become part of the verdict; what
 * the user must mend first (`config/…`, `usage/…`, `data/…`) is thrown.
 */
export async function openTargets(config: Config, options: OpenOptions): Promise<Targets> {
  const clients: HttpClient[] = [];
  const open = async (role: Endpoint["role"], endpoint: EndpointConfig) => {
    const { protocol, http } = endpoint;
    const reading = readUrl(endpoint.url, http === null ? protocol : "http");
    const client = createHttpClient(
      {
        url: reading.base,
        auth: endpoint.auth,
        allowedHosts: options.allowedHosts,
        timeoutMs: endpoint.timeoutMs,
      },
      { connections: CONNECTIONS },
    );
    clients.push(client);
    return openRole(role, { ...options, client, config: endpoint, reading });
  };
  const close = async () => {
    await Promise.all(clients.map((client) => client.close()));
  };
  try {
    const candidate = await open("candidate", config.endpoint);
    const baseline = config.baseline ? await open("baseline", config.baseline) : null;
    return { candidate, baseline, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openRole(
  role: Endpoint["role"],
  options: OpenEndpointOptions,
): Promise<Endpoint | InfergateError> {
  try {
    const model = await openEndpoint(options);
    return { role, client: options.client, model, timeoutMs: options.config.timeoutMs };
  } catch (thrown) {
    const error = asInfergateError(thrown);
    if (EXIT_OF_FAMILY[error.family] === EXIT.usage) throw error;
    return error;
  }
}
