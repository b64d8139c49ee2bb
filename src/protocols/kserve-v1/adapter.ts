import { InfergateError } from "../../errors";
import type { HttpAnswer, HttpClient } from "../../http/types";
import { featuresOf, readPredictions, rowToInstance } from "../instances";
import { getRequest, isObject, parseGoodJson, postJson, tryParseJson } from "../json-body";
import { spoilInstances } from "../spoil-instances";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "../types";

const UNKNOWN_MODEL = "infergate-no-such-model";

/**
 * KServe's V1 protocol (kserve/kserve `python/kserve/kserve/protocol/rest/v1_endpoints.py`):
 * `{"instances": […]}` in, `{"predictions": […]}` out. It names no version and no signature.
 */
export const kserveV1: ProtocolAdapter = {
  name: "kserve-v1",
  reach: "/",
  signs: () => [
    {
      requests: [getRequest("/v1/models")],
      recognise: (answer) =>
        readNames(answer) === null ? null : 'GET /v1/models answers {"models": […]}',
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const model = options.model ?? (await findOnlyModel(options.client, options.signal));
    return bind(model, options);
  },
};

function bind(model: string, { features, evidence }: ConnectOptions): ModelBinding {
  const path = `${modelPath(model)}:predict`;
  return {
    protocol: "kserve-v1",
    evidence,
    identity: { model, version: null, versions: [] },
    signature: null,
    health: {
      live: { request: getRequest("/") },
      modelReady: { request: getRequest(modelPath(model)), problem: notReady },
      unknownReady: { request: getRequest(modelPath(UNKNOWN_MODEL)), problem: notReady },
    },
    maxBatch: Number.POSITIVE_INFINITY,
    answerSchema: {
      type: "object",
      required: ["predictions"],
      properties: { predictions: { type: "array" } },
    },
    encode(rows) {
      const columns = featuresOf(features, rows);
      return postJson(path, { instances: rows.map((row) => rowToInstance(row, columns)) });
    },
    decode(answer, rows) {
      const body = parseGoodJson(answer, errorMessage(answer));
      return readPredictions(isObject(body) ? body.predictions : undefined, rows, "predictions");
    },
    servedVersion: () => null,
    answerId: () => null,
    errorMessage,
    badInput: (kind, row) =>
      spoilInstances(kind, {
        instance: rowToInstance(row, featuresOf(features, [row])),
        wrap: (instances) => ({ instances }),
        path,
        unknownModelPath: `${modelPath(UNKNOWN_MODEL)}:predict`,
      }),
    inventRow: () => null,
  };
}

function modelPath(model: string): string {
  return `/v1/models/${encodeURIComponent(model)}`;
}

/** `{"name": …, "ready": true}`; older servers write the word as text. */
function notReady(answer: HttpAnswer): string | null {
  const body = tryParseJson(answer);
  const ready = isObject(body) ? body.ready : undefined;
  return ready === true || ready === "True" || ready === "true"
    ? null
    : `answered 200 with ready: ${JSON.stringify(ready ?? null)}`;
}

function errorMessage(answer: HttpAnswer): string | null {
  const body = tryParseJson(answer);
  return isObject(body) && typeof body.error === "string" ? body.error : null;
}

function readNames(answer: HttpAnswer): string[] | null {
  const body = answer.status === 200 ? tryParseJson(answer) : undefined;
  return isObject(body) && Array.isArray(body.models) ? body.models.map(String) : null;
}

async function findOnlyModel(client: HttpClient, signal: AbortSignal): Promise<string> {
  const exchange = await client.send(getRequest("/v1/models"), { signal });
  const names = exchange.ok ? (readNames(exchange.answer) ?? []) : [];
  const [only] = names;
  if (names.length === 1 && only !== undefined) return only;
  throw new InfergateError(
    "config/model-needed",
    names.length === 0
      ? `${client.url} speaks KServe V1, but lists no model`
      : `${client.url} serves ${names.length} models: ${names.slice(0, 10).join(", ")}`,
    `Say which one to gate: endpoint: { model: ${only ?? "NAME"} }`,
  );
}
