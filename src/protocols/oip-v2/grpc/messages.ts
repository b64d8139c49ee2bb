/** A field's number, and its type: `[]` is repeated, `{}` a map from names, anything else single. */
type Field = readonly [id: number, type: string];
type Message = Readonly<Record<string, Field>>;

/** Fields, by message: kserve/open-inference-protocol `specification/protocol/open_inference_grpc.proto`. */
const MESSAGES: Readonly<Record<string, Message>> = {
  ServerLiveRequest: {},
  ServerLiveResponse: { live: [1, "bool"] },
  ServerReadyRequest: {},
  ServerReadyResponse: { ready: [1, "bool"] },
  ModelReadyRequest: { name: [1, "string"], version: [2, "string"] },
  ModelReadyResponse: { ready: [1, "bool"] },
  ServerMetadataRequest: {},
  ServerMetadataResponse: {
    name: [1, "string"],
    version: [2, "string"],
    extensions: [3, "string[]"],
  },
  ModelMetadataRequest: { name: [1, "string"], version: [2, "string"] },
  ModelMetadataResponse: {
    name: [1, "string"],
    versions: [2, "string[]"],
    platform: [3, "string"],
    inputs: [4, "TensorMetadata[]"],
    outputs: [5, "TensorMetadata[]"],
  },
  TensorMetadata: {
    name: [1, "string"],
    datatype: [2, "string"],
    shape: [3, "int64[]"],
    // SeldonIO/MLServer `proto/dataplane.proto` alone.
    parameters: [4, "InferParameter{}"],
  },
  ModelInferRequest: {
    model_name: [1, "string"],
    model_version: [2, "string"],
    id: [3, "string"],
    parameters: [4, "InferParameter{}"],
    inputs: [5, "Tensor[]"],
    raw_input_contents: [7, "bytes[]"],
  },
  ModelInferResponse: {
    model_name: [1, "string"],
    model_version: [2, "string"],
    id: [3, "string"],
    parameters: [4, "InferParameter{}"],
    outputs: [5, "Tensor[]"],
    raw_output_contents: [6, "bytes[]"],
  },
  /** InferInputTensor and InferOutputTensor, which are alike. */
  Tensor: {
    name: [1, "string"],
    datatype: [2, "string"],
    shape: [3, "int64[]"],
    parameters: [4, "InferParameter{}"],
    contents: [5, "InferTensorContents"],
  },
  /** One of these; the numbers of 4 and 5 are the specification's alone. */
  InferParameter: {
    bool_param: [1, "bool"],
    int64_param: [2, "int64"],
    string_param: [3, "string"],
    double_param: [4, "double"],
    uint64_param: [5, "uint64"],
  },
  InferTensorContents: {
    bool_contents: [1, "bool[]"],
    int_contents: [2, "int32[]"],
    int64_contents: [3, "int64[]"],
    uint_contents: [4, "uint32[]"],
    uint64_contents: [5, "uint64[]"],
    fp32_contents: [6, "float[]"],
    fp64_contents: [7, "double[]"],
    bytes_contents: [8, "bytes[]"],
  },
  // The list of models is an extension: triton-inference-server/common `protobuf/grpc_service.proto`,
  // SeldonIO/MLServer `proto/dataplane.proto`.
  RepositoryIndexRequest: { repository_name: [1, "string"], ready: [2, "bool"] },
  RepositoryIndexResponse: { models: [1, "ModelIndex[]"] },
  ModelIndex: {
    name: [1, "string"],
    version: [2, "string"],
    state: [3, "string"],
    reason: [4, "string"],
  },
};

/** The messages as protobufjs reads a descriptor. */
export const DESCRIPTOR = {
  nested: Object.fromEntries(
    Object.entries(MESSAGES).map(([name, fields]) => [
      name,
      {
        ...(name === "InferParameter"
          ? { oneofs: { choice: { oneof: Object.keys(fields) } } }
          : {}),
        fields: Object.fromEntries(
          Object.entries(fields).map(([field, [id, type]]) => [field, { id, ...readType(type) }]),
        ),
      },
    ]),
  ),
};

function readType(type: string) {
  if (type.endsWith("[]")) return { type: type.slice(0, -2), rule: "repeated" };
  if (type.endsWith("{}")) return { type: type.slice(0, -2), keyType: "string" };
  return { type };
}

const SERVICE = "inference.GRPCInferenceService";

/** The methods that are called; each takes the message NAMERequest and answers NAMEResponse. */
export const METHODS = {
  ServerLive: `/${SERVICE}/ServerLive`,
  ServerReady: `/${SERVICE}/ServerReady`,
  ServerMetadata: `/${SERVICE}/ServerMetadata`,
  ModelReady: `/${SERVICE}/ModelReady`,
  ModelMetadata: `/${SERVICE}/ModelMetadata`,
  ModelInfer: `/${SERVICE}/ModelInfer`,
  RepositoryIndex: `/${SERVICE}/RepositoryIndex`,
} as const;

export type Method = keyof typeof METHODS;
