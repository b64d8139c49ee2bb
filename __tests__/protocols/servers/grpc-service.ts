import { status as code, Server, ServerCredentials, type ServiceDefinition } from "@grpc/grpc-js";
import { parse } from "protobufjs";
import { readPem } from "../../support/raw-server";
import type { ProtocolServer } from "../conformance";

/**
 * The server's side of the protocol, by field numbers of kserve/open-inference-protocol
 * `open_inference_grpc.proto` and apart from the product's code. The list of models is Triton's.
 */
const PROTO = `
  syntax = "proto3";
  package inference;
  message ServerLiveRequest {}
  message ServerLiveResponse { bool live = 1; }
  message ServerReadyRequest {}
  message ServerReadyResponse { bool ready = 1; }
  message ModelReadyRequest { string name = 1; string version = 2; }
  message ModelReadyResponse { bool ready = 1; }
  message ServerMetadataRequest {}
  message ServerMetadataResponse { string name = 1; string version = 2; repeated string extensions = 3; }
  message ModelMetadataRequest { string name = 1; string version = 2; }
  message ModelMetadataResponse {
    message TensorMetadata {
      string name = 1;
      string datatype = 2;
      repeated int64 shape = 3;
      map<string, InferParameter> parameters = 4; // MLServer's alone
    }
    string name = 1;
    repeated string versions = 2;
    string platform = 3;
    repeated TensorMetadata inputs = 4;
    repeated TensorMetadata outputs = 5;
  }
  message InferParameter {
    oneof parameter_choice { bool bool_param = 1; int64 int64_param = 2; string string_param = 3; }
  }
  message InferTensorContents {
    repeated bool bool_contents = 1;
    repeated int32 int_contents = 2;
    repeated int64 int64_contents = 3;
    repeated uint32 uint_contents = 4;
    repeated uint64 uint64_contents = 5;
    repeated float fp32_contents = 6;
    repeated double fp64_contents = 7;
    repeated bytes bytes_contents = 8;
  }
  message Tensor {
    string name = 1;
    string datatype = 2;
    repeated int64 shape = 3;
    map<string, InferParameter> parameters = 4;
    InferTensorContents contents = 5;
  }
  message ModelInferRequest {
    string model_name = 1;
    string model_version = 2;
    string id = 3;
    repeated Tensor inputs = 5;
    repeated bytes raw_input_contents = 7;
  }
  message ModelInferResponse {
    string model_name = 1;
    string model_version = 2;
    string id = 3;
    repeated Tensor outputs = 5;
    repeated bytes raw_output_contents = 6;
  }
  message RepositoryIndexRequest { string repository_name = 1; bool ready = 2; }
  message RepositoryIndexResponse {
    message ModelIndex { string name = 1; string version = 2; string state = 3; string reason = 4; }
    repeated ModelIndex models = 1;
  }`;
const { root } = parse(PROTO, { keepCase: true });

/** A message's bytes, and back, as any other implementation would have them. */
export function encode(type: string, fields: object): Buffer {
  const message = root.lookupType(`inference.${type}`);
  return Buffer.from(message.encode(message.fromObject(fields)).finish());
}

export function decode(type: string, bytes: Buffer): Seen["message"] {
  const message = root.lookupType(`inference.${type}`);
  return message.toObject(message.decode(bytes), {
    longs: Number,
    defaults: true,
  }) as Seen["message"];
}

export interface Tensor {
  name: string;
  datatype: string;
  shape: number[];
  parameters?: Record<string, unknown>;
  contents?: Record<string, unknown[]>;
}

export interface Seen {
  method: string;
  /** The message by its fields; bytes are Buffers. */
  message: {
    [field: string]: unknown;
    name: string;
    model_name: string;
    id: string;
    inputs: Tensor[];
    raw_input_contents: Buffer[];
  };
  metadata: Record<string, unknown>;
  /** Until the deadline that the caller named, milliseconds. */
  remainingMs: number;
}

/** What ends a call badly. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export { code };

export interface GrpcOptions {
  /** One of the fixtures in `tls`; left out, in the clear. */
  certificate?: string;
  service?: string;
  /** Of what is received; grpc-js takes 4 MiB. */
  maxMessageBytes?: number;
}

const METHODS = [
  "ServerLive",
  "ServerReady",
  "ServerMetadata",
  "ModelReady",
  "ModelMetadata",
].concat("ModelInfer", "RepositoryIndex");

/**
 * A gRPC server on a free loopback port that answers each call by one function: the fields of the
 * response, its bytes, or a Refusal thrown.
 */
export async function serveGrpc(
  answer: (seen: Seen) => object | Buffer | Promise<object | Buffer>,
  { certificate, service = "inference.GRPCInferenceService", maxMessageBytes }: GrpcOptions = {},
): Promise<ProtocolServer> {
  const server = new Server(
    maxMessageBytes === undefined ? {} : { "grpc.max_receive_message_length": maxMessageBytes },
  );
  const definition: ServiceDefinition = Object.fromEntries(
    METHODS.map((method) => {
      return [
        method,
        {
          path: `/${service}/${method}`,
          requestStream: false,
          responseStream: false,
          requestSerialize: (bytes: Buffer) => bytes,
          requestDeserialize: (bytes: Buffer) => decode(`${method}Request`, bytes),
          responseSerialize: (fields: object) =>
            Buffer.isBuffer(fields) ? fields : encode(`${method}Response`, fields),
          responseDeserialize: (bytes: Buffer) => bytes,
        },
      ];
    }),
  );
  server.addService(
    definition,
    Object.fromEntries(
      METHODS.map((method) => [
        method,
        // biome-ignore lint/suspicious/noExplicitAny: grpc-js types handlers by generated code only
        async (call: any, done: any) => {
          const remainingMs = Number(call.getDeadline()) - Date.now();
          const seen = {
            method,
            message: call.request,
            metadata: call.metadata.getMap(),
            remainingMs,
          };
          try {
            done(null, await answer(seen));
          } catch (error) {
            const { code: number = code.UNKNOWN, message } = error as Refusal;
            done({ code: number, details: message });
          }
        },
      ]),
    ),
  );
  const credentials =
    certificate === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [
          {
            cert_chain: Buffer.from(readPem(certificate)),
            private_key: Buffer.from(readPem("key")),
          },
        ]);
  const port = await new Promise<number>((bound, failed) =>
    server.bindAsync("127.0.0.1:0", credentials, (error, at) =>
      error ? failed(error) : bound(at),
    ),
  );
  return {
    url: `${certificate === undefined ? "grpc" : "grpcs"}://127.0.0.1:${port}`,
    close: async () => server.forceShutdown(),
  };
}
