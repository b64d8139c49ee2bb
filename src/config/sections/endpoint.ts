import { InfergateError } from "../../errors";
import { authHeaders } from "../../http/auth";
import { isGrpcUrl, parseBaseUrl } from "../../http/base-url";
import type { Context } from "../context";
import { DEFAULT_ENDPOINT } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawAuth, RawEndpoint } from "../raw-config";
import { readDuration } from "../read-quantity";
import type { AuthConfig, EndpointConfig } from "../types";
import { readTemplates } from "./templates";

/**
 * The baseline serves the same model in most comparisons, so it takes over what says how to talk to
 * it. Its version is another one, and credentials go only where they were meant to go.
 */
export function readEndpoint(
  context: Context,
  at: KeyPath,
  raw: RawEndpoint,
  candidate: EndpointConfig | null,
): EndpointConfig {
  const protocol = raw.protocol ?? candidate?.protocol ?? DEFAULT_ENDPOINT.protocol;
  const inherited = candidate ?? {
    model: null,
    http: null,
    parameters: null,
    tensors: DEFAULT_ENDPOINT.tensors,
    timeoutMs: DEFAULT_ENDPOINT.timeoutMs,
  };
  return {
    url: readUrl(context, at, raw.url),
    protocol,
    model: raw.model ?? inherited.model,
    version: raw.version ?? null,
    deployment: raw.deployment ?? null,
    auth: readAuth(context, [...at, "auth"], raw.auth),
    parameters: raw.parameters ?? inherited.parameters,
    tensors: raw.tensors ?? inherited.tensors,
    timeoutMs: readDuration(context, [...at, "timeout"], raw.timeout, inherited.timeoutMs),
    http: readTemplates(context, at, raw, protocol, inherited.http),
  };
}

const NO_URL: Record<string, Parameters<Context["report"]>> = {
  endpoint: [
    "usage/no-url",
    ["endpoint", "url"],
    "no URL, so there is nothing to test",
    "Give --url https://staging.example.com, or in the config:\nendpoint:\n  url: https://staging.example.com",
  ],
  baseline: [
    "config/missing-key",
    ["baseline", "url"],
    "the key url is missing",
    "Give --baseline-url https://prod.example.com, or in the config:\nbaseline:\n  url: https://prod.example.com",
  ],
};

const HTTP_URL = "an http:// or https:// URL without user name, password or fragment";
const GRPC_URL = "grpc://host:port, or grpcs://host over TLS, without user name, path or query";

/** @param parse `parseHttpUrl` of what is no endpoint of a model */
export function readUrl(
  context: Context,
  at: KeyPath,
  url: string | undefined,
  parse = parseBaseUrl,
): string {
  const path: KeyPath = [...at, "url"];
  if (url === undefined) {
    const missing = NO_URL[String(at[0])];
    if (missing) context.report(...missing);
    else context.report("config/missing-key", path, "the key url is missing");
    return "";
  }
  attempt(context, path, () => parse(url), {
    code: "config/impossible-value",
    // The parser quotes the URL, and what the environment put into it.
    text: `expected ${isGrpcUrl(url) && parse === parseBaseUrl ? GRPC_URL : HTTP_URL}, found ${showUrl(context, path, url)}`,
  });
  return url;
}

/** What stands before an @ may be a password. */
function showUrl(context: Context, path: KeyPath, url: string): string {
  return url.includes("@") ? "a URL with an @, which is not shown" : context.show(path, url);
}

const AUTH_KINDS: {
  [K in keyof RawAuth]-?: (value: NonNullable<RawAuth[K]>) => AuthConfig;
} = {
  bearer: (token) => ({ kind: "bearer", token }),
  "api-key": ({ header, value }) => ({ kind: "api-key", header, value }),
  basic: ({ username, password }) => ({ kind: "basic", username, password }),
  headers: (headers) => ({ kind: "headers", headers }),
  "aws-sigv4": (written) => ({
    kind: "aws-sigv4",
    accessKeyId: written.access_key_id,
    secretAccessKey: written.secret_access_key,
    sessionToken: written.session_token ?? null,
    region: written.region,
    service: written.service ?? "sagemaker",
  }),
};

export function readAuth(
  context: Context,
  path: KeyPath,
  raw: RawAuth | undefined,
): AuthConfig | null {
  const kind = Object.keys(raw ?? {})[0] as keyof RawAuth | undefined;
  if (!raw || kind === undefined) return null;
  const auth = (AUTH_KINDS[kind] as (value: unknown) => AuthConfig)(raw[kind]);
  attempt(context, [...path, kind], () => authHeaders(auth, null));
  return auth;
}

/** Lets the room that uses a value judge it, and gives its finding a line and a key. */
export function attempt(
  context: Context,
  path: KeyPath,
  act: () => unknown,
  instead?: { code: InfergateError["code"]; text: string },
): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof InfergateError)) throw error;
    const { code, text } = instead ?? { code: error.code, text: error.message };
    context.report(code, path, text, error.code === "config/bad-url" ? null : error.hint);
  }
}
