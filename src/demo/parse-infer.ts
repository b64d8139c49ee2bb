import { parseTensor } from "./parse-tensor";
import { Refusal } from "./refusal";

export const INPUT_NAME = "features";

export interface InferRequest {
  /** Echoed in the answer. */
  id: string | undefined;
  /** Raw measurements in the order of the model's features; empty for an empty batch. */
  rows: number[][];
  /** Names of the outputs to answer with, in this order. */
  outputs: string[];
}

/** Open Inference Protocol V2, "Inference Request JSON Object". `parameters` carry nothing for this model. */
export function parseInfer(
  body: string,
  width: number,
  outputNames: readonly string[],
): InferRequest {
  const request = parseObject(body);
  if (request.id !== undefined && typeof request.id !== "string") {
    throw new Refusal(400, "id must be a string");
  }
  return {
    id: request.id,
    rows: parseTensor(onlyInput(request.inputs), width, "inputs[0]"),
    outputs: parseOutputs(request.outputs, outputNames),
  };
}

function parseObject(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // The parser's own message quotes the body.
    throw new Refusal(400, "the body is not valid JSON");
  }
  if (!isObject(value)) throw new Refusal(400, "the body must be a JSON object");
  return value;
}

function onlyInput(inputs: unknown): Record<string, unknown> {
  if (!Array.isArray(inputs)) throw new Refusal(400, "inputs must be an array of tensors");
  const [input] = inputs;
  if (inputs.length !== 1 || !isObject(input) || input.name !== INPUT_NAME) {
    throw new Refusal(400, `inputs must hold one tensor, named "${INPUT_NAME}"`);
  }
  return input;
}

function parseOutputs(outputs: unknown, known: readonly string[]): string[] {
  if (outputs === undefined) return [...known];
  if (!Array.isArray(outputs)) throw new Refusal(400, "outputs must be an array");
  const names = outputs.map((output) => (isObject(output) ? output.name : undefined));
  if (!names.every((name) => typeof name === "string" && known.includes(name))) {
    throw new Refusal(400, `outputs must name outputs of the model: ${known.join(", ")}`);
  }
  if (new Set(names).size !== names.length) {
    throw new Refusal(400, "outputs names an output twice");
  }
  // As Triton does: an empty list asks for all of them.
  return names.length === 0 ? [...known] : (names as string[]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
