import Ajv from "ajv";

/** Response objects of the Open Inference Protocol V2, REST (`inference_rest.md`), strict: nothing more. */
const string = { type: "string" };
const metadataTensor = object({
  name: string,
  datatype: string,
  shape: { type: "array", items: { type: "integer", minimum: -1 } },
});
const outputTensor = object({
  name: string,
  shape: { type: "array", items: { type: "integer", minimum: 0 } },
  datatype: { enum: ["BYTES", "FP64"] },
  data: { type: "array", items: { type: ["string", "number"] } },
});

const SCHEMAS = {
  serverMetadata: object({
    name: string,
    version: string,
    extensions: { type: "array", items: string },
  }),
  live: object({ live: { const: true } }),
  ready: object({ ready: { const: true } }),
  modelMetadata: object({
    name: string,
    versions: { type: "array", items: string, minItems: 1 },
    platform: string,
    inputs: { type: "array", items: metadataTensor, minItems: 1 },
    outputs: { type: "array", items: metadataTensor, minItems: 1 },
  }),
  modelReady: object({ name: string, ready: { const: true } }),
  repositoryIndex: {
    type: "array",
    items: object({ name: string, version: string, state: string, reason: string }),
  },
  inferResponse: {
    ...object({
      model_name: string,
      model_version: string,
      outputs: { type: "array", items: outputTensor, minItems: 1 },
    }),
    properties: {
      model_name: string,
      model_version: string,
      id: string,
      outputs: { type: "array", items: outputTensor, minItems: 1 },
    },
  },
  error: object({ error: { type: "string", minLength: 1 } }),
};

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });

/** What is wrong with `body`; an empty list where nothing is. */
export function faultsOf(schema: keyof typeof SCHEMAS, body: unknown): string[] {
  const validate = ajv.compile(SCHEMAS[schema]);
  validate(body);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

function object(properties: Record<string, object>) {
  return {
    type: "object",
    required: Object.keys(properties),
    properties,
    additionalProperties: false,
  };
}
