import { isUtf8 } from "node:buffer";
import { InfergateError } from "../../errors";
import type { HttpAnswer } from "../../http/types";
import { isObject, type Json } from "../json-body";
import { BINARY_VALUES } from "./binary-values";

const HEADER = "inference-header-content-length";

/** The JSON of an answer, without the raw tensors that follow it where the header says so. */
export function textOf(answer: HttpAnswer): HttpAnswer {
  const length = answer.headers[HEADER];
  return length === undefined || !isLength(length, answer)
    ? answer
    : { ...answer, body: answer.body.subarray(0, Number(length)) };
}

/** The same, of an answer whose header must be right. */
export function requireTextOf(answer: HttpAnswer): HttpAnswer {
  const length = answer.headers[HEADER];
  if (length === undefined || isLength(length, answer)) return textOf(answer);
  throw fault(
    `${HEADER} is ${JSON.stringify(length)}, but the body has ${answer.body.length} bytes`,
  );
}

function isLength(text: string, { body }: HttpAnswer): boolean {
  return /^\d+$/.test(text) && Number(text) <= body.length;
}

/** The outputs with the `data` that came as raw bytes; those that came as JSON stay as they are. */
export function withRawData(outputs: readonly Json[], answer: HttpAnswer): Json[] {
  const raw = answer.body.subarray(textOf(answer).body.length);
  let at = 0;
  let last = "";
  const whole = outputs.map((output) => {
    const size = binarySize(output);
    if (size === null || !isObject(output)) return output;
    last = ` of output ${JSON.stringify(output.name)}`;
    if (at + size > raw.length) {
      throw fault(`the bytes${last} break off: ${raw.length - at} of ${size} came`);
    }
    const bytes = raw.subarray(at, at + size);
    at += size;
    return { ...output, data: readValues(String(output.datatype), bytes, last) };
  });
  if (at < raw.length) throw fault(`${raw.length - at} bytes follow the end${last}`);
  return whole;
}

/** Null where the output did not come as bytes. */
export function binarySize(output: Json): number | null {
  const parameters = isObject(output) && isObject(output.parameters) ? output.parameters : {};
  const size = parameters.binary_data_size;
  if (size === undefined || size === null) return null;
  if (typeof size === "number" && Number.isSafeInteger(size) && size >= 0) return size;
  const { name } = output as { name?: Json };
  throw fault(`output ${JSON.stringify(name)} has the binary_data_size ${JSON.stringify(size)}`);
}

/**
 * The values of one tensor, row-major.
 *
 * @param ofOutput for messages, e.g. ' of output "scores"'
 */
export function readValues(datatype: string, bytes: Buffer, ofOutput: string): Json[] {
  if (datatype === "BYTES") return readTexts(bytes, ofOutput);
  const value = Object.hasOwn(BINARY_VALUES, datatype) ? BINARY_VALUES[datatype] : undefined;
  // Which datatype that is, the reader of the tensors says.
  if (!value) return [];
  if (bytes.length % value.bytes !== 0) {
    throw fault(
      `the ${bytes.length} bytes${ofOutput} are no whole number of ${datatype} values of ${value.bytes}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / value.bytes }, (_, index) => {
    const read = value.read(view, index * value.bytes);
    if (read === undefined) throw fault(`a byte${ofOutput} is ${bytes[index]}, which is no BOOL`);
    return read;
  });
}

function readTexts(bytes: Buffer, ofOutput: string): string[] {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 <= bytes.length ? at + 4 + bytes.readUInt32LE(at) : Number.POSITIVE_INFINITY;
    if (end > bytes.length) throw fault(`element ${texts.length}${ofOutput} breaks off`);
    texts.push(textOrBase64(bytes.subarray(at + 4, end)));
    at = end;
  }
  return texts;
}

/** Bytes that are no text still have to be compared. */
export function textOrBase64(element: Buffer): string {
  return element.toString(isUtf8(element) ? "utf8" : "base64");
}

function fault(message: string): InfergateError {
  return new InfergateError("answer/binary", message);
}
