import type { Row } from "../../data/types";
import type { HttpClient } from "../../http/types";
import { getRequest, postJson, readText, readVersionAt } from "../json-body";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "../types";
import { answerSchema } from "./answer-schema";
import { badInput } from "./bad-inputs";
import { BINARY_DATATYPES, DATATYPES } from "./datatypes";
import { decodeAnswer, errorMessage } from "./decode";
import { textOf } from "./decode-binary";
import { encodeTensors, type InferBody } from "./encode";
import { postBinary } from "./encode-binary";
import { findOnlyModel } from "./find-only-model";
import { inventRow } from "./invent-row";
import { type ModelMetadata, readModelMetadata, readModelNames } from "./metadata";
import { signs } from "./signs";
import { isBatched } from "./tensor-shape";
import { UNKNOWN_MODEL } from "./unknown-model";

/**
 * Open Inference Protocol, version 2, over REST (kserve/open-inference-protocol,
 * `specification/protocol/inference_rest.md`). Requests go to the unversioned model, because what
 * is gated is what the endpoint serves by default, unless the URL names a version; `version` is then
 * compared with who answered.
 */
export const oipV2: ProtocolAdapter = {
  name: "oip-v2",
  signs,
  reach: "/v2/health/live",
  hasBinaryTensors: true,
  hasPins: true,
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { client, signal } = options;
    const model = options.model ?? (await findOnlyModel(client.url, modelLists(client, signal)));
    const answer = await client.send(getRequest(modelPath(model, options.pin)), { signal });
    // What is wrong with the metadata is for the system suite to say; a binding without it still works.
    const metadata = answer.ok ? readModelMetadata(answer.answer) : null;
    return bind(model, metadata, options);
  },
};

function bind(
  model: string,
  metadata: ModelMetadata | null,
  options: ConnectOptions,
): ModelBinding {
  const path = modelPath(model, options.pin);
  const signature = metadata?.signature ?? null;
  const batched = signature?.inputs.every(isBatched) ?? true;
  const featuresOf = (rows: readonly Row[]) => options.features ?? Object.keys(rows[0] ?? {});
  const binary = options.tensors === "binary";
  const datatypes = binary ? BINARY_DATATYPES : DATATYPES;
  const tensors = (rows: readonly Row[]) =>
    encodeTensors(rows, featuresOf(rows), signature, datatypes);
  const inferPath = `${path}/infer`;
  const post = (body: InferBody | string, to = inferPath) =>
    binary && typeof body !== "string" && body.inputs
      ? postBinary(to, { ...body, inputs: body.inputs })
      : postJson(to, body);
  const parts = {
    post,
    postUnknown: (body: InferBody) => post(body, `${modelPath(UNKNOWN_MODEL)}/infer`),
    tensors: (row: Row) => tensors([row]),
    datatypes,
    form: binary ? ("typed" as const) : ("text" as const),
  };
  const needsBytes = signature?.inputs.some(({ datatype }) => !Object.hasOwn(DATATYPES, datatype));
  return {
    protocol: "oip-v2",
    evidence: options.evidence,
    identity: {
      model,
      version: metadata?.versions.length === 1 ? (metadata.versions[0] as string) : null,
      versions: metadata?.versions ?? [],
    },
    signature,
    health: {
      live: { request: getRequest("/v2/health/live") },
      ready: { request: getRequest("/v2/health/ready") },
      modelReady: { request: getRequest(`${path}/ready`) },
      unknownReady: { request: getRequest(`${modelPath(UNKNOWN_MODEL)}/ready`) },
      metadata: { request: getRequest(path) },
    },
    maxBatch: batched ? Number.POSITIVE_INFINITY : 1,
    answerSchema: answerSchema(model, signature, options.tensors),
    encode: (rows, { id } = {}) =>
      post({ ...(id === undefined ? {} : { id }), inputs: tensors(rows) }),
    ...(binary && !needsBytes
      ? { encodeText: (rows) => postJson(inferPath, { inputs: tensors(rows) }) }
      : {}),
    textOf,
    decode: (answer, rows) => decodeAnswer(answer, rows, batched),
    servedVersion: (answer) => readVersionAt(textOf(answer), "model_version"),
    answerId: (answer) => readText(textOf(answer), "id"),
    errorMessage,
    badInput: (kind, row) =>
      kind === "empty-batch" && !batched ? null : badInput(kind, row, parts),
    inventRow: (random) => inventRow(signature, random),
  };
}

function modelPath(model: string, pin: string | null = null): string {
  return `/v2/models/${encodeURIComponent(model)}${pin ?? ""}`;
}

/** Servers offer one of two. The POST only reads. */
function modelLists(client: HttpClient, signal: AbortSignal) {
  return [getRequest("/v2/models"), postJson("/v2/repository/index", "{}")].map(
    (request) => async () => {
      const exchange = await client.send(request, { signal });
      return exchange.ok ? readModelNames(exchange.answer) : null;
    },
  );
}
