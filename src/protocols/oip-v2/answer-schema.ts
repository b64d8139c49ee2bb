import type { Signature } from "../types";

/**
 * JSON Schema of a good infer answer: the shape that the specification requires
 * (`$inference_response`), and, where the metadata names outputs, only those with their datatypes.
 */
export function answerSchema(model: string, signature: Signature | null): object {
  const outputs = signature?.outputs ?? [];
  const tensor = {
    type: "object",
    required: ["name", "shape", "datatype", "data"],
    properties: {
      name: { type: "string" },
      shape: { type: "array", items: { type: "integer", minimum: 0 } },
      datatype: { type: "string" },
      data: { type: "array" },
    },
  };
  const declared = outputs.map(({ name, datatype }) => ({
    properties: { name: { const: name }, datatype: { const: datatype } },
  }));
  return {
    type: "object",
    required: ["model_name", "outputs"],
    properties: {
      model_name: { const: model },
      model_version: { type: "string" },
      id: { type: "string" },
      outputs: {
        type: "array",
        minItems: 1,
        // No output was asked for by name, so all that the metadata declares are due.
        allOf: outputs.map(({ name }) => ({ contains: { properties: { name: { const: name } } } })),
        items: declared.length > 0 ? { ...tensor, anyOf: declared } : tensor,
      },
    },
  };
}
