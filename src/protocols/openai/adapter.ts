import type { HttpAnswer } from "../../http/types";
import { STREAM_HEADERS } from "../../streams/stream-headers";
import { listSchema } from "../bind-instances";
import {
  errorInSuccess,
  getRequest,
  isObject,
  parseGoodJson,
  postJson,
  tryParseJson,
} from "../json-body";
import { inventPrompt, textOf } from "../text-feature";
import type { ConnectOptions, ModelBinding, ProtocolAdapter, StreamReading } from "../types";
import { CALLS, type OpenaiCall } from "./calls";
import { findModel, type ListedModel, MODELS, readModels } from "./models";
import { decodeOpenaiStream } from "./streams";
import { readError } from "./unfinished";

const UNKNOWN_MODEL = "infergate-no-such-model";

/** Servers of one model that answer whatever name is asked for. */
const IGNORES_MODEL_NAME = new Set(["llamacpp"]);

/**
 * The OpenAI API as OpenAI, vLLM, SGLang, llama.cpp, Ollama, TGI and others serve it. The URL's own
 * route says which call is gated; without one it is chat.
 */
export const openai: ProtocolAdapter = {
  name: "openai",
  reach: "/v1/models",
  // One answer a request is what is measured, so `n` is not the user's either.
  reservedParameters: ["model", "messages", "prompt", "input", "stream", "stream_options", "n"],
  signs: () => [
    {
      requests: [MODELS],
      recognise(answer) {
        const models = readModels(answer);
        if (models === null) return null;
        const owners = [...new Set(models.map(({ ownedBy }) => ownedBy))].filter(Boolean);
        return `GET /v1/models answers a list of ${models.length} models${owners.length > 0 ? `, owned by ${owners.slice(0, 3).join(", ")}` : ""}`;
      },
    },
    {
      requests: [getRequest("/")],
      recognise: (answer) =>
        answer.status === 200 && answer.body.toString("utf8", 0, 100).includes("Ollama is running")
          ? "GET / answers Ollama is running"
          : null,
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const call = CALLS.find(({ path }) => path === options.route) ?? (CALLS[0] as OpenaiCall);
    return bind(call, await findModel(options.client, options.model, options.signal), options);
  },
};

function bind(
  call: OpenaiCall,
  { id: model, ownedBy }: ListedModel,
  { features, evidence, parameters }: ConnectOptions,
): ModelBinding {
  return {
    protocol: "openai",
    evidence,
    identity: { model, version: null, versions: [] },
    signature: null,
    health: {
      ready: { request: MODELS },
      modelReady: {
        request: MODELS,
        problem: (answer) =>
          readModels(answer)?.some(({ id }) => id === model)
            ? null
            : `answered 200 without the model ${JSON.stringify(model)} in the list`,
      },
    },
    maxBatch: call.maxBatch,
    answerSchema: listSchema(call.listKey),
    encode(rows, { stream = false } = {}) {
      const texts = rows.map((row) => textOf(row, features));
      const body = { ...call.body(model, texts), ...parameters };
      if (!stream) return postJson(call.path, body);
      const request = postJson(call.path, { ...body, ...call.streamed });
      return { ...request, headers: { ...request.headers, ...STREAM_HEADERS } };
    },
    ...(call.streamed === null
      ? {}
      : { decodeStream: (answer: HttpAnswer) => decodeStream(call.path, answer) }),
    decode(answer, rows) {
      const parsed = parseGoodJson(answer, errorMessage(answer));
      const body = isObject(parsed) ? parsed : {};
      const error = readError(body);
      if (error !== null) throw errorInSuccess(answer, error);
      return call.read(body, rows);
    },
    servedVersion: () => null,
    answerId: () => null,
    errorMessage,
    badInput(kind, row) {
      const text = textOf(row, features);
      if (kind === "wrong-dtype") return postJson(call.path, call.wrongType(model));
      if (kind === "missing-field") return postJson(call.path, { model });
      const ignored = ownedBy !== null && IGNORES_MODEL_NAME.has(ownedBy);
      return kind === "unknown-model" && !ignored
        ? postJson(call.path, call.body(UNKNOWN_MODEL, [text]))
        : null;
    },
    inventRow: inventPrompt,
  };
}

function decodeStream(path: string, answer: HttpAnswer): StreamReading {
  // A refusal comes as JSON, even where a stream was asked for.
  if (answer.status !== 200) parseGoodJson(answer, errorMessage(answer));
  return decodeOpenaiStream(path, answer);
}

/** `{"error": {"message": …}}`; older vLLM is flat: `{"object": "error", "message": …}`. */
export function errorMessage(answer: HttpAnswer): string | null {
  const body = tryParseJson(answer);
  if (!isObject(body)) return null;
  if (body.object === "error" && typeof body.message === "string") return body.message;
  const { error } = body;
  if (typeof error === "string") return error;
  return isObject(error) && typeof error.message === "string" ? error.message : null;
}
