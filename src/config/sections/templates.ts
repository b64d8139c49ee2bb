import { InfergateError } from "../../errors";
import { findHeaderFault } from "../../http/header-syntax";
import { assertJsonPath } from "../../protocols/http/read-path";
import type { Context } from "../context";
import type { KeyPath } from "../problem";
import { showPath } from "../problem";
import type { RawEndpoint, RawRequest, RawResponse } from "../raw-config";
import type { EndpointConfig, HttpTemplates, Protocol } from "../types";

/** Their JSON is the user's own; only the first cannot do without templates. */
const TEMPLATED: readonly Protocol[] = [
  "http",
  "bentoml",
  "litserve",
  "ray-serve",
  "torchserve",
  "azureml",
];

const KEYS = ["request", "response", "health", "version_path"] as const;

const EXAMPLE = `endpoint:
  protocol: http
  request: { path: /predict, body: { instances: "{{rows}}" } }
  response: $.predictions`;

/** The user's templates; null where there are none, or the protocol has no use for them. */
export function readTemplates(
  context: Context,
  at: KeyPath,
  raw: RawEndpoint,
  protocol: EndpointConfig["protocol"],
  inherited: HttpTemplates | null,
): HttpTemplates | null {
  const given = KEYS.filter((key) => raw[key] !== undefined);
  if (!TEMPLATED.includes(protocol)) {
    for (const key of given) {
      const text = `is only for the protocols ${TEMPLATED.join(", ")}`;
      context.report("config/impossible-value", [...at, key], text, EXAMPLE);
    }
    return null;
  }
  if (given.length === 0 && (inherited || protocol !== "http")) return inherited;
  if (!raw.request || !raw.response) {
    for (const key of ["request", "response"] as const) {
      if (raw[key] === undefined) {
        context.report(
          "config/missing-key",
          at,
          `protocol ${protocol} needs the key ${key}`,
          EXAMPLE,
        );
      }
    }
    return null;
  }
  if (raw.version_path !== undefined && raw.health?.metadata === undefined) {
    context.report("config/missing-key", [...at, "version_path"], "needs health.metadata to ask");
  }
  checkPath(context, [...at, "version_path"], raw.version_path);
  return {
    request: readRequest(context, [...at, "request"], raw.request),
    response: readResponse(context, [...at, "response"], raw.response),
    health: {
      live: raw.health?.live ?? null,
      ready: raw.health?.ready ?? null,
      metadata: raw.health?.metadata ?? null,
    },
    versionPath: raw.version_path ?? null,
  };
}

function readRequest(context: Context, path: KeyPath, raw: RawRequest): HttpTemplates["request"] {
  const method = raw.method ?? "POST";
  if (method === "POST" && raw.body === undefined) {
    context.report("config/missing-key", path, "the key body is missing", EXAMPLE);
  }
  if (method === "GET" && raw.body !== undefined) {
    context.report("config/impossible-value", [...path, "body"], "a GET request has no body");
  }
  for (const [name, value] of Object.entries(raw.headers ?? {})) {
    const fault = findHeaderFault(name, value);
    if (fault) context.report("config/impossible-value", [...path, "headers", name], fault);
  }
  return { method, path: raw.path, headers: raw.headers ?? {}, body: raw.body ?? null };
}

function readResponse(
  context: Context,
  path: KeyPath,
  raw: string | RawResponse,
): HttpTemplates["response"] {
  if (typeof raw === "string") {
    checkPath(context, path, raw);
    return { prediction: raw, outputs: {}, error: null };
  }
  checkPath(context, [...path, "prediction"], raw.prediction);
  checkPath(context, [...path, "error"], raw.error);
  for (const [name, output] of Object.entries(raw.outputs ?? {})) {
    checkPath(context, [...path, "outputs", name], output);
  }
  return { prediction: raw.prediction, outputs: raw.outputs ?? {}, error: raw.error ?? null };
}

/** By the reader that will use it, so that nothing that passes here fails there. */
export function checkPath(context: Context, path: KeyPath, given: string | undefined): void {
  if (given === undefined) return;
  try {
    assertJsonPath(given, showPath(path));
  } catch (error) {
    if (!(error instanceof InfergateError)) throw error;
    const found = context.show(path, given);
    context.report(
      "config/impossible-value",
      path,
      `expected a JSON path, found ${found}`,
      error.hint,
    );
  }
}
