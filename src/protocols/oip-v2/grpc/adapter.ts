import { InfergateError } from "../../../errors";
import type { HttpAnswer, HttpClient, HttpRequest } from "../../../http/types";
import type { Json } from "../../json-body";
import { brokenEndpoint } from "../../refusals";
import type { ConnectOptions, ModelBinding, ProtocolAdapter } from "../../types";
import { findOnlyModel } from "../find-only-model";
import { type ModelMetadata, toModelMetadata, toModelNames } from "../metadata";
import { bind, errorMessage } from "./bind";
import { type Codec, type Fields, loadCodec } from "./codec";
import { METHODS } from "./messages";

/** An empty message has no bytes. */
const SERVER_LIVE: HttpRequest = {
  method: "POST",
  path: METHODS.ServerLive,
  headers: { "content-type": "application/grpc" },
  body: Buffer.alloc(0),
};

/**
 * Open Inference Protocol, version 2, over gRPC (kserve/open-inference-protocol,
 * `specification/protocol/inference_grpc.md`). The URL's scheme asks for it; there is nothing to detect.
 */
export const oipV2Grpc: ProtocolAdapter = {
  name: "oip-v2",
  signs: () => [],
  reach: SERVER_LIVE,
  hasBinaryTensors: true,
  async connect(options: ConnectOptions): Promise<ModelBinding> {
    const { client, signal } = options;
    const codec = await loadCodec();
    const server = await describeServer(client, codec, signal);
    const model =
      options.model ?? (await findOnlyModel(client.url, [() => listModels(client, codec, signal)]));
    const exchange = await client.send(codec.request("ModelMetadata", { name: model }), { signal });
    const metadata = exchange.ok ? readMetadata(codec, exchange.answer) : null;
    return bind(codec, model, metadata, { ...options, evidence: [...options.evidence, server] });
  },
};

/** What ServerMetadata says, as evidence; a server without the service is no inference server. */
async function describeServer(
  client: HttpClient,
  codec: Codec,
  signal: AbortSignal,
): Promise<string> {
  const request = codec.request("ServerMetadata", {});
  const exchange = await client.send(request, { signal });
  if (!exchange.ok) throw brokenEndpoint(client, request, exchange.failure);
  const { answer } = exchange;
  if (answer.status === 501 || answer.headers["grpc-status"] === undefined) {
    throw new InfergateError(
      "answer/not-inference",
      `${client.url} does not serve inference.GRPCInferenceService: ${errorMessage(answer) ?? `status ${answer.status}`}`,
      "Is this the server's gRPC port? Its HTTP port is given as http:// or https://.",
    );
  }
  if (answer.status !== 200) return `ServerMetadata answers ${errorMessage(answer)}`;
  const { name, version } = codec.read("ServerMetadata", answer);
  return `ServerMetadata answers ${name} ${version}`.trimEnd();
}

/** Triton and MLServer have it; it only reads. */
async function listModels(
  client: HttpClient,
  codec: Codec,
  signal: AbortSignal,
): Promise<string[] | null> {
  const exchange = await client.send(codec.request("RepositoryIndex", {}), { signal });
  if (!exchange.ok || exchange.answer.status !== 200) return null;
  return toModelNames(codec.read("RepositoryIndex", exchange.answer) as Json);
}

/** What is wrong with it is for the system suite to say; a binding without it still works. */
function readMetadata(codec: Codec, answer: HttpAnswer): ModelMetadata | null {
  if (answer.status !== 200) return null;
  try {
    const { inputs, ...rest } = codec.read("ModelMetadata", answer);
    return toModelMetadata({ ...rest, inputs: (inputs as Fields[]).map(unwrapParameters) } as Json);
  } catch {
    return null;
  }
}

/** `{ content_type: { string_param: "str" } }` is REST's `{ content_type: "str" }`. */
function unwrapParameters({ parameters, ...tensor }: Fields): Fields {
  const plain = Object.entries(parameters as Fields).map(([name, value]) => [
    name,
    Object.values(value as Fields)[0],
  ]);
  return { ...tensor, parameters: Object.fromEntries(plain) };
}
