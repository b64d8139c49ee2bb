import type { TensorForm } from "../../config/types";
import type { Signature, TensorSpec } from "../types";

/**
 * JSON Schema of a good infer answer: the shape that the specification requires
 * (`$inference_response`), and, where the metadata names outputs, only those with their datatypes.
 */
export function answerSchema(
  model: string,
  signature: Signature | null,
  form: TensorForm = "json",
): object {
  const outputs = signature?.outputs ?? [];
  const tensor = {
    type: "object",
    required: ["name", "shape", "datatype", ...(form === "json" ? ["data"] : [])],
    properties: {
      name: { type: "string" },
      shape: { type: "array", items: { type: "integer", minimum: 0 } },
      datatype: { type: "string" },
      data: { type: "array" },
    },
    // A server that is asked for bytes may still answer in JSON.
    ...(form === "json" ? {} : { allOf: [{ anyOf: [{ required: ["data"] }, RAW] }] }),
  };
  const declared = outputs.map(({ name, datatype }) => ({
    properties: { name: { const: name }, datatype: { const: datatype } },
  }));
  return {
    type: "object",
    required: ["model_name", "outputs"],
    properties: {
      model_name: { const: model },
      // Optional; KServe writes null where it has none.
      model_version: { type: ["string", "null"] },
      id: { type: ["string", "null"] },
      outputs: {
        type: "array",
        minItems: 1,
        // No output was asked for by name, so all that the metadata declares are due. MLServer
        // declares none where its settings do not, and JSON Schema allows no empty allOf.
        ...(declared.length === 0
          ? { items: tensor }
          : { allOf: outputs.map(due), items: { ...tensor, anyOf: declared } }),
      },
    },
  };
}

const RAW = {
  required: ["parameters"],
  properties: {
    parameters: {
      type: "object",
      required: ["binary_data_size"],
      properties: { binary_data_size: { type: "integer", minimum: 0 } },
    },
  },
};

function due({ name }: TensorSpec): object {
  return { contains: { properties: { name: { const: name } } } };
}
