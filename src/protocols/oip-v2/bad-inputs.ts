import type { Row } from "../../data/types";
import type { HttpRequest } from "../../http/types";
import { postJson } from "../json-body";
import type { BadInputKind } from "../types";
import { BINARY_DATATYPES, DATATYPES } from "./datatypes";
import type { Tensor } from "./encode";
import { postBinary } from "./encode-binary";

export interface BadInputParts {
  inferPath: string;
  unknownModelPath: string;
  /** The tensors of a good request with this one row. */
  tensors(row: Row): Tensor[];
  /** Whether tensors travel as raw bytes. */
  binary: boolean;
}

type Spoil = (tensors: Tensor[], parts: BadInputParts) => HttpRequest | null;

/** Bare `NaN` is what Python's and many C++ servers' JSON readers take for a number. */
const NAN_PLACEHOLDER = "infergate:nan";
const NOT_A_NUMBER = "not-a-number";

/** One way to spoil a good request for each kind; null where the model's types leave no such fault. */
const SPOILERS: Readonly<Record<BadInputKind, Spoil>> = {
  "wrong-dtype": (tensors, parts) => {
    const numeric = tensors.findIndex((tensor) => tensor.datatype !== "BYTES");
    if (numeric < 0) return null;
    const text = (tensor: Tensor) => tensor.data.map(() => NOT_A_NUMBER);
    return post(
      parts,
      replaceAt(tensors, numeric, (tensor) => ({
        ...tensor,
        data: text(tensor),
        // Bytes are text only where the datatype says so.
        ...(parts.binary ? { datatype: "BYTES" } : {}),
      })),
    );
  },
  // The shape promises one more value than the data holds.
  "wrong-shape": (tensors, parts) =>
    post(
      parts,
      replaceAt(tensors, 0, (tensor) => ({
        ...tensor,
        shape: [...tensor.shape.slice(0, -1), (tensor.shape.at(-1) ?? 0) + 1],
      })),
    ),
  "missing-field": (_tensors, { inferPath }) => postJson(inferPath, { id: "infergate" }),
  "empty-batch": (tensors, parts) =>
    post(
      parts,
      tensors.map((tensor) => ({ ...tensor, shape: [0, ...tensor.shape.slice(1)], data: [] })),
    ),
  "unknown-model": (tensors, parts) =>
    post({ ...parts, inferPath: parts.unknownModelPath }, tensors),
  "non-finite": (tensors, parts) => {
    const real = tensors.findIndex(({ datatype }) => datatype === "FP32" || datatype === "FP64");
    if (real < 0) return null;
    const first = parts.binary ? Number.NaN : NAN_PLACEHOLDER;
    const inputs = replaceAt(tensors, real, (tensor) => ({
      ...tensor,
      data: [first, ...tensor.data.slice(1)],
    }));
    if (parts.binary) return post(parts, inputs);
    const body = JSON.stringify({ inputs }).replace(`"${NAN_PLACEHOLDER}"`, "NaN");
    return postJson(parts.inferPath, body);
  },
};

export function badInput(kind: BadInputKind, row: Row, parts: BadInputParts): HttpRequest | null {
  const tensors = parts.tensors(row);
  const datatypes = parts.binary ? BINARY_DATATYPES : DATATYPES;
  const known = tensors.every((tensor) => Object.hasOwn(datatypes, tensor.datatype));
  return known ? SPOILERS[kind](tensors, parts) : null;
}

function post({ inferPath, binary }: BadInputParts, inputs: Tensor[]): HttpRequest {
  return (binary ? postBinary : postJson)(inferPath, { inputs });
}

function replaceAt(
  tensors: readonly Tensor[],
  at: number,
  by: (tensor: Tensor) => Tensor,
): Tensor[] {
  return tensors.map((tensor, index) => (index === at ? by(tensor) : tensor));
}
