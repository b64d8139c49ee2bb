import type { MonitorConfig } from "../config/types";
import { isGrpcUrl } from "../http/base-url";
import { createHttpClient } from "../http/client";
import type { HttpClient } from "../http/types";
import { runCommand } from "../processes/run-command";

/** What the server tells of itself, or why it could not be had. */
export type Told = { ok: true; text: string } | { ok: false; message: string };

export interface ServerSource {
  ask(signal: AbortSignal): Promise<Told>;
  close(): Promise<void>;
}

/** An answer that takes longer comes too late for its second. */
const TIMEOUT_MS = 2_000;

const NO_PATH = "the endpoint speaks gRPC, which has no such paths; give the whole http:// URL";

/**
 * A path is asked of the endpoint itself, as it is asked for anything. A URL of its own gets no
 * credentials: they belong to the endpoint.
 */
export function openSource({ source }: MonitorConfig, endpoint: HttpClient): ServerSource {
  if (source.kind === "command") {
    return {
      ask: async (signal) => {
        const outcome = await runCommand(source.command, { timeoutMs: TIMEOUT_MS, signal });
        return outcome.ok ? { ok: true, text: outcome.output } : outcome;
      },
      close: async () => {},
    };
  }
  if (source.url.startsWith("/") && isGrpcUrl(endpoint.target.url)) {
    return { ask: async () => ({ ok: false, message: NO_PATH }), close: async () => {} };
  }
  if (source.url.startsWith("/")) {
    return {
      ask: (signal) => askOverHttp(endpoint, source.url, signal),
      close: async () => {},
    };
  }
  const client = createHttpClient({
    url: source.url,
    auth: null,
    allowedHosts: [],
    timeoutMs: TIMEOUT_MS,
  });
  return { ask: (signal) => askOverHttp(client, "", signal), close: () => client.close() };
}

async function askOverHttp(client: HttpClient, path: string, signal: AbortSignal): Promise<Told> {
  const request = { method: "GET", path, headers: {}, body: null } as const;
  const exchange = await client.send(request, { timeoutMs: TIMEOUT_MS, signal });
  if (!exchange.ok) return { ok: false, message: exchange.failure.message };
  const { status, body } = exchange.answer;
  return status === 200
    ? { ok: true, text: body.toString() }
    : { ok: false, message: `it was answered with status ${status}` };
}
