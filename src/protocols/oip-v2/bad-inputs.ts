import type { Row } from "../../data/types";
import type { HttpRequest } from "../../http/types";
import { postJson } from "../json-body";
import type { BadInputKind } from "../types";
import { DATATYPES } from "./datatypes";
import type { Tensor } from "./encode";

export interface BadInputParts {
  inferPath: string;
  unknownModelPath: string;
  /** The tensors of a good request with this one row. */
  tensors(row: Row): Tensor[];
}

type Spoil = (tensors: Tensor[], parts: BadInputParts) => HttpRequest | null;

/** Bare `NaN` is what Python's and many C++ servers' JSON readers take for a number. */
const NAN_PLACEHOLDER = "infergate:nan";

/** One way to spoil a good request for each kind; null where the model's types leave no such fault. */
const SPOILERS: Readonly<Record<BadInputKind, Spoil>> = {
  "wrong-dtype": (tensors, { inferPath }) => {
    const numeric = tensors.findIndex((tensor) => tensor.datatype !== "BYTES");
    if (numeric < 0) return null;
    const inputs = tensors.map((tensor, index) =>
      index === numeric ? { ...tensor, data: tensor.data.map(() => "not-a-number") } : tensor,
    );
    return postJson(inferPath, { inputs });
  },
  "wrong-shape": (tensors, { inferPath }) => {
    // The shape promises one more value than the data holds.
    const inputs = tensors.map((tensor, index) =>
      index === 0
        ? { ...tensor, shape: [...tensor.shape.slice(0, -1), (tensor.shape.at(-1) ?? 0) + 1] }
        : tensor,
    );
    return postJson(inferPath, { inputs });
  },
  "missing-field": (_tensors, { inferPath }) => postJson(inferPath, { id: "infergate" }),
  "empty-batch": (tensors, { inferPath }) => {
    const inputs = tensors.map((tensor) => ({
      ...tensor,
      shape: [0, ...tensor.shape.slice(1)],
      data: [],
    }));
    return postJson(inferPath, { inputs });
  },
  "unknown-model": (tensors, { unknownModelPath }) =>
    postJson(unknownModelPath, { inputs: tensors }),
  "non-finite": (tensors, { inferPath }) => {
    const real = tensors.findIndex(({ datatype }) => datatype === "FP32" || datatype === "FP64");
    if (real < 0) return null;
    const inputs = tensors.map((tensor, index) =>
      index === real ? { ...tensor, data: [NAN_PLACEHOLDER, ...tensor.data.slice(1)] } : tensor,
    );
    const body = JSON.stringify({ inputs }).replace(`"${NAN_PLACEHOLDER}"`, "NaN");
    return postJson(inferPath, body);
  },
};

export function badInput(kind: BadInputKind, row: Row, parts: BadInputParts): HttpRequest | null {
  const tensors = parts.tensors(row);
  const known = tensors.every((tensor) => Object.hasOwn(DATATYPES, tensor.datatype));
  return known ? SPOILERS[kind](tensors, parts) : null;
}
