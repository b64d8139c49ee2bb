/** The server's side of the binary tensor data extension, from its text and apart from the product's code. */

export interface RawTensor {
  name: string;
  datatype: string;
  shape: number[];
  data: (number | string)[];
}

interface Header {
  [key: string]: unknown;
  inputs?: (Omit<RawTensor, "data"> & {
    data?: RawTensor["data"];
    parameters?: { binary_data_size?: number };
  })[];
}

const READERS: Record<string, (raw: Buffer) => RawTensor["data"]> = {
  FP32: (raw) => every(raw, 4, (at) => raw.readFloatLE(at)),
  FP64: (raw) => every(raw, 8, (at) => raw.readDoubleLE(at)),
  INT64: (raw) => every(raw, 8, (at) => Number(raw.readBigInt64LE(at))),
};

/** A request's JSON with the `data` of its inputs, or throws with what is wrong. */
export function readInfer(body: Buffer, headerLength: string | undefined) {
  const length = headerLength === undefined ? body.length : Number(headerLength);
  if (!(length <= body.length)) throw new Error("the JSON is shorter than its header says");
  const header = JSON.parse(body.subarray(0, length).toString()) as Header;
  let at = length;
  const inputs = header.inputs?.map(({ parameters, ...tensor }): RawTensor => {
    const size = parameters?.binary_data_size;
    if (size === undefined) return { ...tensor, data: tensor.data ?? [] };
    const raw = body.subarray(at, at + size);
    at += size;
    const read = READERS[tensor.datatype];
    if (!read) throw new Error(`${tensor.name} cannot be ${tensor.datatype}`);
    if (raw.length !== size) throw new Error(`the bytes of ${tensor.name} break off`);
    return { ...tensor, data: read(raw) };
  });
  if (at !== body.length) throw new Error("bytes are left over");
  for (const { name, shape, data } of inputs ?? []) {
    if (shape.reduce((product, axis) => product * axis, 1) !== data.length) {
      throw new Error(`the shape of ${name} does not fit its data`);
    }
  }
  return { ...header, inputs };
}

/** An answer with its outputs as raw bytes. */
export function writeInfer(answer: object, outputs: readonly RawTensor[]) {
  const raw = outputs.map(({ datatype, data }) => Buffer.concat(data.map(writeAs(datatype))));
  const header = Buffer.from(
    JSON.stringify({
      ...answer,
      outputs: outputs.map(({ data: _, ...tensor }, index) => ({
        ...tensor,
        parameters: { binary_data_size: raw[index]?.length },
      })),
    }),
  );
  return {
    headers: {
      "content-type": "application/octet-stream",
      "inference-header-content-length": String(header.length),
    },
    body: Buffer.concat([header, ...raw]),
  };
}

function writeAs(datatype: string): (value: number | string) => Buffer {
  if (datatype === "BYTES") {
    return (value) => {
      const text = Buffer.from(String(value));
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      return Buffer.concat([length, text]);
    };
  }
  return (value) => {
    const bytes = Buffer.alloc(datatype === "FP64" ? 8 : 4);
    if (datatype === "FP64") bytes.writeDoubleLE(Number(value));
    else bytes.writeFloatLE(Number(value));
    return bytes;
  };
}

function every(raw: Buffer, size: number, read: (at: number) => number): number[] {
  if (raw.length % size !== 0) throw new Error("no whole number of values");
  return Array.from({ length: raw.length / size }, (_, index) => read(index * size));
}
