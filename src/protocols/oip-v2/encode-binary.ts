import { Binary } from "../../data/binary";
import type { HttpRequest } from "../../http/types";
import { BINARY_VALUES } from "./binary-values";
import type { InferBody, Tensor } from "./encode";
import type { TensorValue } from "./tensor-values";

/**
 * An infer request by the binary tensor data extension: JSON without `data`, its length in
 * `Inference-Header-Content-Length`, then the bytes of each input in the order of the inputs. All
 * outputs are asked for in the same form.
 */
export function postBinary(
  path: string,
  { inputs, ...rest }: InferBody & { inputs: readonly Tensor[] },
): HttpRequest {
  const raw = inputs.map(tensorBytes);
  const header = Buffer.from(
    JSON.stringify({
      ...rest,
      parameters: { binary_data_output: true },
      inputs: inputs.map(({ data: _, parameters, ...tensor }, index) => ({
        ...tensor,
        parameters: {
          // The bytes of a file go as they are.
          ...(parameters?.content_type === "base64" ? {} : parameters),
          binary_data_size: (raw[index] as Buffer).length,
        },
      })),
    }),
  );
  return {
    method: "POST",
    path,
    headers: {
      "content-type": "application/octet-stream",
      accept: "application/octet-stream, application/json",
      "inference-header-content-length": String(header.length),
    },
    body: Buffer.concat([header, ...raw]),
  };
}

/** A tensor as it travels raw. */
export function tensorBytes({ datatype, data }: Tensor): Buffer {
  const value = BINARY_VALUES[datatype];
  if (!value) return Buffer.concat(data.flatMap((element) => lengthAndBytes(element)));
  const bytes = Buffer.alloc(data.length * value.bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const [index, element] of data.entries()) {
    value.write(view, index * value.bytes, element as number | boolean);
  }
  return bytes;
}

/** An element of BYTES: its length as a little-endian uint32, then itself. */
function lengthAndBytes(element: TensorValue): [Buffer, Buffer] {
  const bytes = elementBytes(element);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return [length, bytes];
}

export function elementBytes(element: TensorValue): Buffer {
  return element instanceof Binary ? element.bytes : Buffer.from(String(element));
}
