import type { HttpAnswer } from "../../http/types";
import { isObject, type Json, tryParseJson } from "../json-body";
import type { Signature, TensorSpec } from "../types";

export interface Metadata {
  version: string | null;
  signature: Signature | null;
}

/** TensorFlow's names (`types.proto`) in the Open Inference Protocol's, which the rest of the code knows. */
const DATATYPES: Readonly<Record<string, string>> = {
  DT_FLOAT: "FP32",
  DT_DOUBLE: "FP64",
  DT_HALF: "FP16",
  DT_INT8: "INT8",
  DT_INT16: "INT16",
  DT_INT32: "INT32",
  DT_INT64: "INT64",
  DT_UINT8: "UINT8",
  DT_UINT16: "UINT16",
  DT_UINT32: "UINT32",
  DT_UINT64: "UINT64",
  DT_BOOL: "BOOL",
  DT_STRING: "BYTES",
};

/**
 * The answer to GET /v1/models/NAME/metadata (tensorflow/serving `get_model_metadata.proto`, as JSON):
 * the signature `serving_default`, which is the one that a request without a name gets.
 */
export function readMetadata(answer: HttpAnswer): Metadata {
  const body = answer.status === 200 ? tryParseJson(answer) : undefined;
  const version = at(body, "model_spec", "version");
  const definition = at(body, "metadata", "signature_def", "signature_def", "serving_default");
  const inputs = readTensors(at(definition, "inputs"));
  const outputs = readTensors(at(definition, "outputs"));
  return {
    version: typeof version === "string" && version !== "" ? version : null,
    signature: inputs && outputs ? { inputs, outputs } : null,
  };
}

function at(value: Json | undefined, ...keys: string[]): Json | undefined {
  return keys.reduce<Json | undefined>(
    (inner, key) => (isObject(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
    value,
  );
}

function readTensors(value: Json | undefined): TensorSpec[] | null {
  if (!isObject(value)) return null;
  return Object.entries(value).map(([name, tensor]) => {
    const dims = at(tensor, "tensor_shape", "dim");
    const datatype = at(tensor, "dtype");
    return {
      name,
      datatype: nameOf(datatype),
      shape: Array.isArray(dims) ? dims.map((dim) => Number(at(dim, "size") ?? -1)) : [],
    };
  });
}

function nameOf(datatype: Json | undefined): string {
  const name = String(datatype);
  return (Object.hasOwn(DATATYPES, name) && DATATYPES[name]) || name;
}
