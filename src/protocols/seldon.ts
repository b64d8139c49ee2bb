import type { HttpAnswer } from "../http/types";
import { bindInstances } from "./bind-instances";
import { getRequest, isObject, type Json, tryParseJson } from "./json-body";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "./types";

/**
 * Seldon Core 1 (SeldonIO/seldon-core `python/seldon_core/wrapper.py`, `flask_utils.py`): a message
 * with `data.ndarray` in and out. Seldon Core 2 speaks the Open Inference Protocol.
 */
export const seldon: ProtocolAdapter = {
  name: "seldon",
  reach: "/health/ping",
  signs: () => [
    {
      requests: [getRequest("/health/ping")],
      recognise: (answer) =>
        answer.status === 200 && answer.body.toString().trim() === "pong"
          ? "GET /health/ping answers pong"
          : null,
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { client, signal } = options;
    const exchange = await client.send(getRequest("/metadata"), { signal });
    const { name, versions } = exchange.ok
      ? readMetadata(exchange.answer)
      : { name: null, versions: [] };
    return bindInstances(
      {
        protocol: "seldon",
        path: options.route ?? "/api/v1.0/predictions",
        unknownModelPath: null,
        identity: {
          model: options.model ?? name,
          version: versions.length === 1 ? (versions[0] ?? null) : null,
          versions,
        },
        health: {
          live: { request: getRequest("/health/ping") },
          ready: { request: getRequest("/health/status") },
          metadata: { request: getRequest("/metadata") },
        },
        wrap: (ndarray, names) => ({ data: { names: [...names], ndarray } }),
        findList: (body) => dataOf(body)?.ndarray,
        listName: "ndarray",
        answerSchema: {
          type: "object",
          required: ["data"],
          properties: {
            data: {
              type: "object",
              required: ["ndarray"],
              properties: { ndarray: { type: "array" } },
            },
          },
        },
        errorMessage: readError,
      },
      options,
    );
  },
};

function dataOf(body: Json): { [key: string]: Json } | undefined {
  return isObject(body) && isObject(body.data) ? body.data : undefined;
}

/** `{"status": {"status": 1, "info": …, "code": -1, "reason": …}}`; a good answer may have a status, too. */
function readError(answer: HttpAnswer): string | null {
  const body = tryParseJson(answer);
  const status = isObject(body) ? body.status : undefined;
  if (!isObject(status) || status.status === 0 || status.status === "SUCCESS") return null;
  return typeof status.info === "string" && status.info !== "" ? status.info : null;
}

function readMetadata(answer: HttpAnswer): { name: string | null; versions: string[] } {
  const body = answer.status === 200 ? tryParseJson(answer) : undefined;
  if (!isObject(body)) return { name: null, versions: [] };
  return {
    name: typeof body.name === "string" && body.name !== "" ? body.name : null,
    versions: Array.isArray(body.versions) ? body.versions.map(String) : [],
  };
}
