import { InfergateError } from "../../../errors";
import type { Json } from "../../json-body";
import { readValues, textOrBase64 } from "../decode-binary";
import type { Tensor } from "../encode";
import { elementBytes, tensorBytes } from "../encode-binary";
import type { Fields } from "./codec";

/** Where the values of a datatype stand; FP16 and BF16 travel raw alone (InferTensorContents). */
const CONTENTS: Readonly<Record<string, string>> = {
  BOOL: "bool_contents",
  INT8: "int_contents",
  INT16: "int_contents",
  INT32: "int_contents",
  INT64: "int64_contents",
  UINT8: "uint_contents",
  UINT16: "uint_contents",
  UINT32: "uint_contents",
  UINT64: "uint64_contents",
  FP32: "fp32_contents",
  FP64: "fp64_contents",
  BYTES: "bytes_contents",
};

/** The inputs of a ModelInferRequest, all typed or all raw: a server takes no mixture. */
export function writeInputs(inputs: readonly Tensor[], raw: boolean): Fields {
  return {
    inputs: inputs.map(({ data, parameters, ...tensor }) => ({
      ...tensor,
      ...writeParameters(parameters),
      ...(raw
        ? {}
        : { contents: { [CONTENTS[tensor.datatype] ?? ""]: writeValues(tensor, data) } }),
    })),
    ...(raw ? { raw_input_contents: inputs.map(tensorBytes) } : {}),
  };
}

function writeValues({ datatype }: Pick<Tensor, "datatype">, data: Tensor["data"]) {
  return datatype === "BYTES" ? data.map(elementBytes) : data;
}

/** The bytes of a file go as they are, so that nothing has to be said of how they are written. */
function writeParameters(parameters: Tensor["parameters"]) {
  const hint = parameters?.content_type;
  return hint === undefined || hint === "base64"
    ? {}
    : { parameters: { content_type: { string_param: hint } } };
}

interface OutputFields {
  name: string;
  datatype: string;
  shape: number[];
  contents: Readonly<Record<string, Json[] | Buffer[]>> | null;
}

/** The outputs of a ModelInferResponse as its REST twin writes them; Triton answers raw, whatever it was asked. */
export function readOutputFields(answer: Fields): Json[] {
  const outputs = answer.outputs as OutputFields[];
  const raw = answer.raw_output_contents as Buffer[];
  if (raw.length === 0) {
    return outputs.map((output) => ({ ...describe(output), data: readContents(output) }));
  }
  if (raw.length !== outputs.length) {
    throw fault(`${outputs.length} outputs, but ${raw.length} raw contents`);
  }
  return outputs.map((output, index) => {
    if (filled(output).length > 0)
      throw fault(`output "${output.name}" has both contents and raw ones`);
    const bytes = raw[index] as Buffer;
    return {
      ...describe(output),
      parameters: { binary_data_size: bytes.length },
      data: readValues(output.datatype, bytes, ` of output ${JSON.stringify(output.name)}`),
    };
  });
}

function describe({ name, datatype, shape }: OutputFields) {
  return { name, datatype, shape };
}

function readContents(output: OutputFields): Json[] {
  const due = CONTENTS[output.datatype];
  const other = filled(output).find((field) => field !== due);
  if (other !== undefined && due !== undefined) {
    throw fault(`output "${output.name}" is ${output.datatype}, but its values are in ${other}`);
  }
  const values = output.contents?.[due ?? ""] ?? [];
  return due === "bytes_contents" ? (values as Buffer[]).map(textOrBase64) : (values as Json[]);
}

function filled({ contents }: OutputFields): string[] {
  return Object.entries(contents ?? {}).flatMap(([field, values]) =>
    values.length > 0 ? [field] : [],
  );
}

function fault(message: string): InfergateError {
  return new InfergateError("answer/shape", `the answer has ${message}`);
}
