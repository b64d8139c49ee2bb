import { FEATURES } from "../penguins";
import { code, Refusal, type Seen, type Tensor } from "./grpc-service";
import { predictAll } from "./instances";

const MODEL = "penguins";

/** The penguins classifier over gRPC; it answers raw where it is told to, as Triton always does. */
export const penguins =
  ({ ready, raw = false }: { ready: boolean; raw?: boolean }) =>
  ({ method, message }: Seen): object => {
    if (method === "ServerLive") return { live: true };
    if (method === "ServerReady") return { ready };
    if (method === "ServerMetadata") return { name: "small", version: "1", extensions: [] };
    if (method === "RepositoryIndex")
      return { models: [{ name: MODEL, version: "3", state: "READY" }] };
    if ((message.name || message.model_name) !== MODEL) {
      if (method === "ModelReady") return { ready: false };
      throw new Refusal(code.NOT_FOUND, "unknown model");
    }
    if (method === "ModelReady") return { ready };
    if (method === "ModelMetadata") {
      return {
        name: MODEL,
        versions: ["3"],
        platform: "test",
        inputs: [{ name: "x", datatype: "FP32", shape: [-1, FEATURES.length] }],
        outputs: [
          { name: "species", datatype: "BYTES", shape: [-1] },
          { name: "scores", datatype: "FP32", shape: [-1, 3] },
        ],
      };
    }
    return infer(message, raw);
  };

function infer({ id, inputs: [x], raw_input_contents }: Seen["message"], raw: boolean): object {
  if (!x) throw new Refusal(code.INVALID_ARGUMENT, "inputs are missing");
  const data = readFloats(x, raw_input_contents[0]);
  const [rows = 0, width = 0] = x.shape;
  if (rows * width !== data.length)
    throw new Refusal(code.INVALID_ARGUMENT, "the shape does not fit");
  const predicted = predictAll(
    Array.from({ length: rows }, (_, row) => data.slice(row * width, (row + 1) * width)),
  );
  if (!predicted.ok) throw new Refusal(code.INVALID_ARGUMENT, predicted.why);
  const species = predicted.species.map((name) => Buffer.from(name));
  const scores = predicted.probabilities.flat();
  const outputs = [
    { name: "species", datatype: "BYTES", shape: [rows] },
    { name: "scores", datatype: "FP32", shape: [rows, 3] },
  ];
  const about = { model_name: MODEL, model_version: "3", id };
  if (raw)
    return { ...about, outputs, raw_output_contents: [lengthPrefixed(species), floats(scores)] };
  const contents = [{ bytes_contents: species }, { fp32_contents: scores }];
  return { ...about, outputs: outputs.map((output, i) => ({ ...output, contents: contents[i] })) };
}

function readFloats({ datatype, contents }: Tensor, raw: Buffer | undefined): number[] {
  if (datatype !== "FP32") throw new Refusal(code.INVALID_ARGUMENT, `x is FP32, not ${datatype}`);
  if (raw === undefined) return (contents?.fp32_contents ?? []) as number[];
  if (raw.length % 4 !== 0) throw new Refusal(code.INVALID_ARGUMENT, "no whole number of values");
  return Array.from({ length: raw.length / 4 }, (_, index) => raw.readFloatLE(index * 4));
}

export function floats(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes;
}

export function lengthPrefixed(elements: readonly Buffer[]): Buffer {
  return Buffer.concat(
    elements.flatMap((element) => {
      const length = Buffer.alloc(4);
      length.writeUInt32LE(element.length);
      return [length, element];
    }),
  );
}
