import { InfergateError } from "../errors";
import type { HttpAnswer } from "../http/types";
import {
  getRequest,
  isObject,
  type Json,
  parseErrorFreeJson,
  postJson,
  readText,
  tryParseJson,
} from "./json-body";
import { inventPrompt, textOf } from "./text-feature";
import type { Answer, ConnectOptions, ModelBinding, OutputValue, ProtocolAdapter } from "./types";

interface Info {
  model: string | null;
  version: string | null;
  /** The kind of model decides the call. */
  path: "/predict" | "/embed";
  isReranker: boolean;
  maxBatch: number;
}

/**
 * Hugging Face Text Embeddings Inference (huggingface/text-embeddings-inference `docs/openapi.json`,
 * 1.7.1): `/predict` of a classifier answers scores by label, `/embed` vectors.
 */
export const tei: ProtocolAdapter = {
  name: "tei",
  reach: "/health",
  signs: () => [
    {
      requests: [getRequest("/info")],
      recognise(answer) {
        const body = answer.status === 200 ? tryParseJson(answer) : undefined;
        const isInfo =
          isObject(body) && typeof body.model_id === "string" && isObject(body.model_type);
        return isInfo ? `GET /info answers with a model_type, of ${body.model_id}` : null;
      },
    },
  ],
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { client, signal, route } = options;
    const exchange = await client.send(getRequest("/info"), { signal });
    const info = readInfo(exchange.ok ? exchange.answer : null);
    if (route === "/rerank" || info.isReranker) {
      throw new InfergateError(
        "config/templates-needed",
        `${client.url} ranks texts by a query, and a row is neither by itself`,
        "endpoint: { protocol: http, request: { path: /rerank, body: { query: '{{query}}', texts: ['{{text}}'] } }, response: '$[0].score' }",
      );
    }
    const path = route === "/embed" || route === "/predict" ? route : info.path;
    return bind({ ...info, path }, options);
  },
};

function bind(info: Info, { features, evidence }: ConnectOptions): ModelBinding {
  const { path, model, version, maxBatch } = info;
  const errorMessage: ModelBinding["errorMessage"] = (answer) => readText(answer, "error");
  // In /predict a list of two texts is a pair; a batch is a list of lists.
  const wrap = (texts: string[]): Json =>
    path === "/embed" ? texts : texts.map((text): Json => [text]);
  return {
    protocol: "tei",
    evidence,
    identity: { model, version, versions: version === null ? [] : [version] },
    signature: null,
    health: {
      ready: { request: getRequest("/health") },
      metadata: { request: getRequest("/info") },
    },
    maxBatch,
    answerSchema: { type: "array" },
    encode: (rows) => postJson(path, { inputs: wrap(rows.map((row) => textOf(row, features))) }),
    decode(answer, rows) {
      const body = parseErrorFreeJson(answer, errorMessage(answer));
      if (!Array.isArray(body) || body.length !== rows) {
        const got = Array.isArray(body) ? `${body.length} answers` : "no list";
        throw new InfergateError("answer/row-count", `${got}, but ${rows} texts were sent`);
      }
      return body.map((item) => (path === "/embed" ? readVector(item) : readScores(item)));
    },
    servedVersion: () => null,
    answerId: () => null,
    errorMessage,
    badInput(kind) {
      if (kind === "wrong-dtype") return postJson(path, { inputs: { text: 42 } });
      if (kind === "empty-batch") return postJson(path, { inputs: [] });
      return kind === "missing-field" ? postJson(path, {}) : null;
    },
    inventRow: inventPrompt,
  };
}

function readInfo(answer: HttpAnswer | null): Info {
  const body = answer?.status === 200 ? tryParseJson(answer) : undefined;
  const info = isObject(body) ? body : {};
  const text = (value: Json | undefined) => (typeof value === "string" ? value : null);
  const kind = isObject(info.model_type) ? info.model_type : {};
  const most = Number(info.max_client_batch_size);
  return {
    model: text(info.model_id),
    version: text(info.model_sha),
    path: "classifier" in kind ? "/predict" : "/embed",
    isReranker: "reranker" in kind,
    maxBatch: Number.isInteger(most) && most > 0 ? most : 32,
  };
}

function readVector(item: Json): Answer {
  const isVector = Array.isArray(item) && item.every((value) => typeof value === "number");
  if (!isVector || item.length === 0) {
    throw new InfergateError("answer/shape", "an embedding is no list of numbers");
  }
  return { outputs: [{ name: "embedding", value: item }] };
}

function readScores(item: Json): Answer {
  const scores = Array.isArray(item) ? item : [];
  const known = scores
    .filter(isObject)
    .filter(({ label, score }) => typeof label === "string" && typeof score === "number");
  if (known.length === 0 || known.length < scores.length) {
    throw new InfergateError("answer/shape", "a prediction has no list of labels with scores");
  }
  // By label, because the server sorts them by score: two answers with near scores must compare.
  const value = Object.fromEntries(
    known
      .map(({ label, score }) => [label as string, score as OutputValue] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  return { outputs: [{ name: "scores", value }] };
}
