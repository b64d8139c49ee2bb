import type { HttpAnswer } from "../../http/types";
import { isObject, type Json, tryParseJson } from "../json-body";
import type { Signature, TensorSpec } from "../types";

export interface ModelMetadata {
  name: string;
  versions: string[];
  platform: string | null;
  signature: Signature;
}

/** Model metadata as `GET /v2/models/{name}` answers it; null where the body is not that. */
export function readModelMetadata(answer: HttpAnswer): ModelMetadata | null {
  return answer.status === 200 ? toModelMetadata(tryParseJson(answer)) : null;
}

/** The same of the body, however it came. */
export function toModelMetadata(body: Json | undefined): ModelMetadata | null {
  if (!isObject(body) || typeof body.name !== "string") return null;
  const inputs = readTensors(body.inputs);
  const outputs = readTensors(body.outputs);
  if (!inputs || !outputs) return null;
  return {
    name: body.name,
    versions: Array.isArray(body.versions) ? body.versions.map(String) : [],
    platform: typeof body.platform === "string" ? body.platform : null,
    signature: { inputs, outputs },
  };
}

/** Models by name from either list: KServe's `GET /v2/models`, Triton's and MLServer's index. */
export function readModelNames(answer: HttpAnswer): string[] | null {
  return answer.status === 200 ? toModelNames(tryParseJson(answer)) : null;
}

/** The same of the body, however it came. */
export function toModelNames(body: Json | undefined): string[] | null {
  const list = Array.isArray(body)
    ? body
    : isObject(body) && Array.isArray(body.models)
      ? body.models
      : null;
  if (!list) return null;
  const names = list.map((entry) => (isObject(entry) ? entry.name : entry));
  return [...new Set(names.filter((name): name is string => typeof name === "string"))];
}

/** Empty where the model declares none; null where one of them cannot be read, as half a signature would mislead. */
function readTensors(list: Json | undefined): TensorSpec[] | null {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) return null;
  const tensors = list.map(readTensor).filter((tensor) => tensor !== null);
  return tensors.length === list.length ? tensors : null;
}

function readTensor(entry: Json): TensorSpec | null {
  if (!isObject(entry) || typeof entry.name !== "string") return null;
  if (typeof entry.datatype !== "string" || !Array.isArray(entry.shape)) return null;
  const shape = entry.shape.map(Number);
  if (!shape.every((size) => Number.isInteger(size) && size >= -1)) return null;
  const parameters = isObject(entry.parameters) ? entry.parameters : {};
  const contentType = parameters.content_type;
  return {
    name: entry.name,
    datatype: entry.datatype,
    shape,
    ...(typeof contentType === "string" ? { contentType } : {}),
  };
}
