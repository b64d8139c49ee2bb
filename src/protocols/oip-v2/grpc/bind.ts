import type { Row } from "../../../data/types";
import { InfergateError } from "../../../errors";
import type { HttpAnswer, HttpRequest } from "../../../http/types";
import { assertSuccess, type Json } from "../../json-body";
import type { ConnectOptions, HealthQuestion, ModelBinding } from "../../types";
import { answerSchema } from "../answer-schema";
import { badInput } from "../bad-inputs";
import { BINARY_DATATYPES, DATATYPES } from "../datatypes";
import { readOutputs } from "../decode";
import { encodeTensors, type InferBody } from "../encode";
import { inventRow } from "../invent-row";
import type { ModelMetadata } from "../metadata";
import { isBatched } from "../tensor-shape";
import { UNKNOWN_MODEL } from "../unknown-model";
import type { Codec, Fields } from "./codec";
import type { Method } from "./messages";
import { readOutputFields, writeInputs } from "./tensor-contents";

/** One model behind gRPC: rows to messages, messages to rows. */
export function bind(
  codec: Codec,
  model: string,
  metadata: ModelMetadata | null,
  options: ConnectOptions,
): ModelBinding {
  const signature = metadata?.signature ?? null;
  const inputs = signature?.inputs ?? [];
  const batched = inputs.every(isBatched);
  const raw =
    options.tensors === "binary" ||
    inputs.some(({ datatype }) => !Object.hasOwn(DATATYPES, datatype));
  const featuresOf = (rows: readonly Row[]) => options.features ?? Object.keys(rows[0] ?? {});
  // Typed contents have the widths of raw bytes, not JSON's: they take infinities, and no number beyond.
  const tensors = (rows: readonly Row[]) =>
    encodeTensors(rows, featuresOf(rows), signature, BINARY_DATATYPES);
  const infer = ({ inputs, ...rest }: InferBody, to = model) =>
    codec.request("ModelInfer", {
      model_name: to,
      ...rest,
      ...(inputs === undefined ? {} : writeInputs(inputs, raw)),
    });
  const parts = {
    post: (body: InferBody | string) => infer(body as InferBody),
    postUnknown: (body: InferBody) => infer(body, UNKNOWN_MODEL),
    tensors: (row: Row) => tensors([row]),
    datatypes: BINARY_DATATYPES,
    form: "typed" as const,
  };
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
      live: stateOf(codec, "ServerLive", "live"),
      ready: stateOf(codec, "ServerReady", "ready"),
      modelReady: stateOf(codec, "ModelReady", "ready", { name: model }),
      unknownReady: stateOf(codec, "ModelReady", "ready", { name: UNKNOWN_MODEL }),
      metadata: {
        request: codec.request("ModelMetadata", { name: model }),
        problem(answer) {
          codec.read("ModelMetadata", answer);
          return null;
        },
      },
    },
    maxBatch: batched ? Number.POSITIVE_INFINITY : 1,
    answerSchema: answerSchema(model, signature),
    encode: (rows, { id } = {}) =>
      infer({ ...(id === undefined ? {} : { id }), inputs: tensors(rows) }),
    decode: (answer, rows) => {
      assertSuccess(answer, errorMessage(answer));
      const outputs = readOutputFields(codec.read("ModelInfer", answer));
      if (outputs.length > 0) return readOutputs(outputs, rows, batched);
      throw new InfergateError("answer/shape", "the answer has no outputs");
    },
    textOf: (answer) => restTwin(codec, answer),
    servedVersion: (answer) => textField(codec, answer, "model_version"),
    answerId: (answer) => textField(codec, answer, "id"),
    errorMessage,
    messages: {
      what: "protobuf messages, which gRPC frames itself",
      pad,
      toText: codec.toText,
    },
    badInput: (kind, row) =>
      kind === "empty-batch" && !batched ? null : badInput(kind, row, parts),
    inventRow: (random) => inventRow(signature, random),
  };
}

/** The status is the protocol's error form; null where something that knows no gRPC answered. */
export function errorMessage({ status, headers, body }: HttpAnswer): string | null {
  const code = headers["grpc-status"];
  if (status === 200 || code === undefined) return null;
  const [, name = code] = code.split(" ");
  return body.length === 0 ? name : `${name}: ${body.toString("utf8")}`;
}

function stateOf(codec: Codec, method: Method, field: string, fields: Fields = {}): HealthQuestion {
  return {
    request: codec.request(method, fields),
    problem: (answer) =>
      codec.read(method, answer)[field] === true ? null : `answered ${field}: false`,
  };
}

function textField(codec: Codec, answer: HttpAnswer, field: string): string | null {
  if (answer.status !== 200) return null;
  const value = codec.read("ModelInfer", answer)[field];
  return typeof value === "string" && value !== "" ? value : null;
}

/** An infer answer as REST would write it, to be held against a JSON Schema. */
function restTwin(codec: Codec, answer: HttpAnswer): HttpAnswer {
  if (answer.status !== 200) return answer;
  const { model_name, model_version, id, ...rest } = codec.read("ModelInfer", answer);
  const named = Object.entries({ model_name, model_version, id }).filter(
    ([, value]) => value !== "",
  );
  const body: Json = {
    ...(Object.fromEntries(named) as Record<string, string>),
    outputs: readOutputFields(rest),
  };
  return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}

/** A field of bytes that no message has (number 2047), which a reader has to skip (protobuf.dev, "Encoding"). */
function pad(request: HttpRequest, bytes: number): HttpRequest {
  const length: number[] = [];
  for (let rest = bytes; rest > 0; rest = Math.floor(rest / 128)) {
    length.push((rest % 128) + (rest >= 128 ? 128 : 0));
  }
  // (2047 << 3 | 2) as a varint: a number, and the wire type of what has a length.
  const tag = [0xfa, 0x7f];
  const filler = Buffer.concat([Buffer.from([...tag, ...length]), Buffer.alloc(bytes)]);
  return { ...request, body: Buffer.concat([request.body ?? Buffer.alloc(0), filler]) };
}
