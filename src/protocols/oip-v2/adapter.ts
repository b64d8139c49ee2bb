import type { Row } from "../../data/types";
import { InfergateError } from "../../errors";
import type { HttpClient } from "../../http/types";
import { getRequest, postJson, readText, readVersionAt } from "../json-body";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "../types";
import { answerSchema } from "./answer-schema";
import { badInput } from "./bad-inputs";
import { BINARY_DATATYPES, DATATYPES } from "./datatypes";
import { decodeAnswer, errorMessage } from "./decode";
import { textOf } from "./decode-binary";
import { encodeTensors } from "./encode";
import { postBinary } from "./encode-binary";
import { inventRow } from "./invent-row";
import { type ModelMetadata, readModelMetadata, readModelNames } from "./metadata";
import { signs } from "./signs";
import { isBatched } from "./tensor-shape";

const UNKNOWN_MODEL = "infergate-no-such-model";

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
    const model = options.model ?? (await findOnlyModel(client, signal));
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
  const post = binary ? postBinary : postJson;
  const inferPath = `${path}/infer`;
  const parts = {
    inferPath,
    unknownModelPath: `${modelPath(UNKNOWN_MODEL)}/infer`,
    tensors: (row: Row) => tensors([row]),
    binary,
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
      post(inferPath, { ...(id === undefined ? {} : { id }), inputs: tensors(rows) }),
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

/** The protocol has no list of models; servers offer one of two. The POST only reads. */
async function findOnlyModel(client: HttpClient, signal: AbortSignal): Promise<string> {
  const lists = [getRequest("/v2/models"), postJson("/v2/repository/index", "{}")];
  for (const request of lists) {
    const exchange = await client.send(request, { signal });
    const names = exchange.ok ? readModelNames(exchange.answer) : null;
    if (names?.length === 1) return names[0] as string;
    if (names && names.length > 1) {
      throw new InfergateError(
        "config/model-needed",
        `${client.url} serves ${names.length} models: ${names.slice(0, 10).join(", ")}`,
        `Say which one to gate: endpoint: { model: ${names[0]} }`,
      );
    }
  }
  throw new InfergateError(
    "config/model-needed",
    `${client.url} speaks Open Inference Protocol V2, but does not list its models`,
    "Name the model to gate: endpoint: { model: NAME }",
  );
}
