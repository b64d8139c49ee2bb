import type { HttpRequest } from "../http/types";
import { type Json, postJson } from "./json-body";
import type { BadInputKind } from "./types";

export interface SpoilOptions {
  /** A good instance: the values of one row. */
  instance: Json;
  /** The request's body around a list of instances. */
  wrap(instances: Json[]): { [key: string]: Json };
  path: string;
  /** The same call to a model that does not exist; null where the URL names no model. */
  unknownModelPath: string | null;
}

const NAN_PLACEHOLDER = "infergate:nan";

/** A value that JSON has no word for is written bare, as Python and C++ readers take it. */
type Spoil = (options: SpoilOptions) => HttpRequest | null;

const SPOILERS: Readonly<Record<BadInputKind, Spoil>> = {
  "wrong-dtype": ({ instance, wrap, path }) =>
    hasNumber(instance)
      ? postJson(path, wrap([replaceNumbers(instance, () => "not-a-number")]))
      : null,
  "wrong-shape": ({ instance, wrap, path }) =>
    Array.isArray(instance) && instance.length > 1
      ? postJson(path, wrap([instance.slice(0, -1)]))
      : null,
  "missing-field": ({ path }) => postJson(path, {}),
  "empty-batch": ({ wrap, path }) => postJson(path, wrap([])),
  "unknown-model": ({ instance, wrap, unknownModelPath }) =>
    unknownModelPath === null ? null : postJson(unknownModelPath, wrap([instance])),
  "non-finite": ({ instance, wrap, path }) => {
    if (!hasNumber(instance)) return null;
    const body = wrap([replaceNumbers(instance, () => NAN_PLACEHOLDER)]);
    return postJson(path, JSON.stringify(body).replaceAll(`"${NAN_PLACEHOLDER}"`, "NaN"));
  },
};

/** Requests that a sound server of lists of instances refuses; null where the fault cannot be made. */
export function spoilInstances(kind: BadInputKind, options: SpoilOptions): HttpRequest | null {
  return SPOILERS[kind](options);
}

function hasNumber(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hasNumber);
  return typeof value === "number";
}

function replaceNumbers(value: Json, by: () => Json): Json {
  if (Array.isArray(value)) return value.map((item) => replaceNumbers(item, by));
  return typeof value === "number" ? by() : value;
}
