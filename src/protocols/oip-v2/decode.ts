import { InfergateError } from "../../errors";
import type { HttpAnswer } from "../../http/types";
import { errorInSuccess, isObject, type Json, parseGoodJson, readText } from "../json-body";
import type { Answer, OutputValue } from "../types";
import { BINARY_DATATYPES, DATATYPES } from "./datatypes";
import { binarySize, requireTextOf, textOf, withRawData } from "./decode-binary";

interface OutputTensor {
  name: string;
  shape: number[];
  datatype: string;
  data: Json[];
}

/** The message of `{"error": "…"}`, the one error shape of the protocol. */
export function errorMessage(answer: HttpAnswer): string | null {
  return readText(textOf(answer), "error");
}

/**
 * The outputs of one infer answer, by row. Everything that makes the answer doubtful is an error:
 * an error inside a 200, no outputs, a shape that does not fit the data, another number of rows
 * than was sent (adaptive batchers have answered with other callers' rows: MLServer#1306).
 */
export function decodeAnswer(answer: HttpAnswer, rows: number, batched: boolean): Answer[] {
  const body = parseGoodJson(requireTextOf(answer), errorMessage(answer));
  if (isObject(body) && body.error !== undefined && body.error !== null) {
    throw errorInSuccess(answer, JSON.stringify(body.error));
  }
  if (!isObject(body) || !Array.isArray(body.outputs) || body.outputs.length === 0) {
    throw new InfergateError("answer/shape", 'the answer has no list "outputs"');
  }
  return readOutputs(withRawData(body.outputs, answer), rows, batched);
}

/** The same of outputs whose `data` is there, however it came. */
export function readOutputs(outputs: readonly Json[], rows: number, batched: boolean): Answer[] {
  const tensors = outputs.map(readTensor);
  const values = tensors.map((tensor) => splitRows(tensor, rows, batched));
  return Array.from({ length: rows }, (_, row) => ({
    outputs: tensors.map((tensor, index) => ({
      name: tensor.name,
      value: (values[index] as OutputValue[])[row] as OutputValue,
    })),
  }));
}

function readTensor(output: Json, index: number): OutputTensor {
  const fault = (what: string) => new InfergateError("answer/shape", `outputs[${index}] ${what}`);
  if (!isObject(output)) throw fault("is not an object");
  const { name, shape, datatype, data } = output;
  if (typeof name !== "string") throw fault("has no name");
  if (
    !Array.isArray(shape) ||
    !shape.every((size) => Number.isInteger(size) && Number(size) >= 0)
  ) {
    throw fault(`("${name}") has no shape of whole numbers`);
  }
  const datatypes = binarySize(output) === null ? DATATYPES : BINARY_DATATYPES;
  if (typeof datatype !== "string" || !Object.hasOwn(datatypes, datatype)) {
    throw fault(`("${name}") has the unknown datatype ${JSON.stringify(datatype)}`);
  }
  if (!Array.isArray(data)) throw fault(`("${name}") has no list "data"`);
  const flat = (data as unknown[]).flat(Number.POSITIVE_INFINITY) as Json[];
  const accepts = datatypes[datatype]?.accepts;
  const odd = flat.findIndex((value) => !accepts?.(value));
  if (odd >= 0) throw fault(`("${name}") is ${datatype}, but holds ${JSON.stringify(flat[odd])}`);
  if (countOf(shape as number[]) !== flat.length) {
    throw fault(`("${name}") has shape [${shape}], but ${flat.length} values`);
  }
  if (!isNestedAs(shape as number[], data)) {
    throw fault(`("${name}") has shape [${shape}], but its data is nested otherwise`);
  }
  return { name, shape: shape as number[], datatype, data: flat };
}

/** Flat, or nested along the shape as far as it is nested: else columns would be taken for rows. */
function isNestedAs(shape: readonly number[], data: readonly Json[]): boolean {
  if (!data.some(Array.isArray)) return data.length === countOf(shape);
  const [length, ...inner] = shape;
  return (
    data.length === length && data.every((item) => Array.isArray(item) && isNestedAs(inner, item))
  );
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

function splitRows(tensor: OutputTensor, rows: number, batched: boolean): OutputValue[] {
  if (!batched) return [tensor.data.length === 1 ? (tensor.data[0] as OutputValue) : tensor.data];
  const count = tensor.shape[0] ?? 1;
  if (count !== rows) {
    throw new InfergateError(
      "answer/row-count",
      `output "${tensor.name}" has ${count} rows, but ${rows} were sent`,
    );
  }
  const width = rows === 0 ? 0 : tensor.data.length / rows;
  return Array.from({ length: rows }, (_, row) =>
    // [n] and [n,1] both hold one value a row; servers use either.
    width === 1
      ? (tensor.data[row] as OutputValue)
      : (tensor.data.slice(row * width, (row + 1) * width) as OutputValue),
  );
}
