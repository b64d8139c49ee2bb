import type { Config, EndpointConfig } from "../config/types";
import { asInfergateError, EXIT, EXIT_OF_FAMILY, type InfergateError } from "../errors";
import { createHttpClient } from "../http/client";
import type { HttpClient } from "../http/types";
import { openEndpoint } from "../protocols/open-endpoint";
import { NO_ROUTE, readUrl, type UrlReading } from "../protocols/read-url";
import type { ModelBinding } from "../protocols/types";
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

interface Opened {
  client: HttpClient;
  model: ModelBinding;
}

/**
 * Opens candidate and baseline. What stops either is returned, to become part of the verdict; what
 * the user must mend first (`config/…`, `usage/…`, `data/…`) is thrown.
 */
export async function openTargets(config: Config, options: OpenOptions): Promise<Targets> {
  const clients: HttpClient[] = [];
  const openAt = (endpoint: EndpointConfig, reading: UrlReading): Promise<Opened> => {
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
    const captured = config.data?.isCapture ?? false;
    return openEndpoint({ ...options, captured, client, config: endpoint, reading }).then(
      (model) => ({
        client,
        model,
      }),
    );
  };
  const open = async (role: Endpoint["role"], endpoint: EndpointConfig) => {
    const { url, protocol, http, timeoutMs } = endpoint;
    const reading = readUrl(url, http === null ? protocol : "http");
    try {
      const { client, model } = await openAt(endpoint, reading).catch((error: unknown) => {
        if (!mayBePrefix(reading, error)) throw error;
        // What looked like a route may be where a gateway keeps the server; what it said first counts.
        return openAt(endpoint, { ...NO_ROUTE, base: url }).catch(() => Promise.reject(error));
      });
      return { role, client, model, timeoutMs };
    } catch (thrown) {
      const error = asInfergateError(thrown);
      if (EXIT_OF_FAMILY[error.family] === EXIT.usage) throw error;
      return error;
    }
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

/** What detection ends in where nothing is the server's that was looked for. */
const UNRECOGNISED: ReadonlySet<string> = new Set([
  "config/unknown-protocol",
  "config/redirected",
  "answer/not-inference",
]);

function mayBePrefix({ route, protocol }: UrlReading, error: unknown): boolean {
  const { code } = asInfergateError(error);
  return route !== null && protocol === null && UNRECOGNISED.has(code);
}
