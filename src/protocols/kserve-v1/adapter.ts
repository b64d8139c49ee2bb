import { InfergateError } from "../../errors";
import type { HttpAnswer, HttpClient } from "../../http/types";
import { bindInstances, listSchema } from "../bind-instances";
import { getRequest, isObject, type Json, readText, tryParseJson } from "../json-body";
import { describeOutcome } from "../refusals";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "../types";

const MODELS = getRequest("/v1/models");
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
      requests: [MODELS],
      recognise: (answer) =>
        readNames(answer) === null ? null : 'GET /v1/models answers {"models": […]}',
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const model = options.model ?? (await findOnlyModel(options.client, options.signal));
    return bind(model, options);
  },
};

function bind(model: string, options: ConnectOptions): ModelBinding {
  return bindInstances(
    {
      protocol: "kserve-v1",
      path: `${modelPath(model)}:predict`,
      unknownModelPath: `${modelPath(UNKNOWN_MODEL)}:predict`,
      identity: { model, version: null, versions: [] },
      health: {
        live: { request: getRequest("/") },
        modelReady: { request: getRequest(modelPath(model)), problem: notReady },
        unknownReady: { request: getRequest(modelPath(UNKNOWN_MODEL)), problem: notReady },
      },
      wrap: (instances) => ({ instances }),
      findList: (body) => (isObject(body) ? body.predictions : undefined),
      listName: "predictions",
      answerSchema: listSchema("predictions"),
      errorMessage: (answer) => readText(answer, "error"),
    },
    options,
  );
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

function readNames(answer: HttpAnswer): string[] | null {
  const body = answer.status === 200 ? tryParseJson(answer) : undefined;
  // llama.cpp lists objects there, for Ollama's clients.
  return isObject(body) && isTexts(body.models) ? body.models : null;
}

function isTexts(list: Json | undefined): list is string[] {
  return Array.isArray(list) && list.every((item) => typeof item === "string");
}

async function findOnlyModel(client: HttpClient, signal: AbortSignal): Promise<string> {
  const exchange = await client.send(MODELS, { signal });
  const names = exchange.ok ? (readNames(exchange.answer) ?? []) : [];
  const [only] = names;
  if (names.length === 1 && only !== undefined) return only;
  throw new InfergateError(
    "config/model-needed",
    names.length === 0
      ? `${client.url} speaks KServe V1, but lists no model: ${describeOutcome(MODELS, exchange)}`
      : `${client.url} serves ${names.length} models: ${names.slice(0, 10).join(", ")}`,
    `Say which one to gate: endpoint: { model: ${only ?? "NAME"} }`,
  );
}
