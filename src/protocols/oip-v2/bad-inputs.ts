import type { Row } from "../../data/types";
import type { HttpRequest } from "../../http/types";
import type { BadInputKind } from "../types";
import type { Datatypes } from "./datatypes";
import type { InferBody, Tensor } from "./encode";

export interface BadInputParts {
  /** An infer request with this body; a text is the body itself, and only where the form is text. */
  post(body: InferBody | string): HttpRequest;
  /** The same to a model that does not exist. */
  postUnknown(body: InferBody): HttpRequest;
  /** The tensors of a good request with this one row. */
  tensors(row: Row): Tensor[];
  /** Those that the requests can carry. */
  datatypes: Datatypes;
  /** Whether values are written as JSON, whatever they are, or as their datatype says: raw, or by protobuf. */
  form: "text" | "typed";
}

type Spoil = (tensors: Tensor[], parts: BadInputParts) => HttpRequest | null;

/** Bare `NaN` is what Python's and many C++ servers' JSON readers take for a number. */
const NAN_PLACEHOLDER = "infergate:nan";
const NOT_A_NUMBER = "not-a-number";

/** One way to spoil a good request for each kind; null where the model's types leave no such fault. */
const SPOILERS: Readonly<Record<BadInputKind, Spoil>> = {
  "wrong-dtype": (tensors, { post, form }) => {
    const numeric = tensors.findIndex((tensor) => tensor.datatype !== "BYTES");
    if (numeric < 0) return null;
    const text = (tensor: Tensor) => tensor.data.map(() => NOT_A_NUMBER);
    const inputs = replaceAt(tensors, numeric, (tensor) => ({
      ...tensor,
      data: text(tensor),
      // Typed values are text only where the datatype says so.
      ...(form === "typed" ? { datatype: "BYTES" } : {}),
    }));
    return post({ inputs });
  },
  // The shape promises one more value than the data holds.
  "wrong-shape": (tensors, { post }) =>
    post({
      inputs: replaceAt(tensors, 0, (tensor) => ({
        ...tensor,
        shape: [...tensor.shape.slice(0, -1), (tensor.shape.at(-1) ?? 0) + 1],
      })),
    }),
  "missing-field": (_tensors, { post }) => post({ id: "infergate" }),
  "empty-batch": (tensors, { post }) =>
    post({
      inputs: tensors.map((tensor) => ({
        ...tensor,
        shape: [0, ...tensor.shape.slice(1)],
        data: [],
      })),
    }),
  "unknown-model": (inputs, { postUnknown }) => postUnknown({ inputs }),
  "non-finite": (tensors, { post, form }) => {
    const real = tensors.findIndex(({ datatype }) => datatype === "FP32" || datatype === "FP64");
    if (real < 0) return null;
    const first = form === "typed" ? Number.NaN : NAN_PLACEHOLDER;
    const inputs = replaceAt(tensors, real, (tensor) => ({
      ...tensor,
      data: [first, ...tensor.data.slice(1)],
    }));
    return post(
      form === "typed"
        ? { inputs }
        : JSON.stringify({ inputs }).replace(`"${NAN_PLACEHOLDER}"`, "NaN"),
    );
  },
};

export function badInput(kind: BadInputKind, row: Row, parts: BadInputParts): HttpRequest | null {
  const tensors = parts.tensors(row);
  const known = tensors.every(({ datatype }) => Object.hasOwn(parts.datatypes, datatype));
  return known ? SPOILERS[kind](tensors, parts) : null;
}

function replaceAt(
  tensors: readonly Tensor[],
  at: number,
  by: (tensor: Tensor) => Tensor,
): Tensor[] {
  return tensors.map((tensor, index) => (index === at ? by(tensor) : tensor));
}
