import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Binary } from "../../src/data/binary";
import type { Row } from "../../src/data/types";
import type { HttpAnswer } from "../../src/http/types";
import { bind } from "../../src/protocols/oip-v2/grpc/bind";
import { loadCodec } from "../../src/protocols/oip-v2/grpc/codec";
import type { ConnectOptions, TensorSpec } from "../../src/protocols/types";
import { decode, encode } from "./servers/grpc-service";

const spec = (name: string, datatype: string, ...shape: number[]): TensorSpec => ({
  name,
  datatype,
  shape,
});

/** The binding of a model with these inputs. */
async function modelOf(inputs: TensorSpec[], tensors: "json" | "binary" = "json") {
  const signature = { inputs, outputs: [] };
  const metadata = { name: "m", versions: ["1"], platform: null, signature };
  const options = { tensors, features: null, evidence: [] } as unknown as ConnectOptions;
  return bind(await loadCodec(), "m", metadata, options);
}

const answer = (fields: object, status = 200, headers = {}): HttpAnswer => ({
  status,
  headers,
  body: Buffer.isBuffer(fields) ? fields : encode("ModelInferResponse", fields),
  firstByteMs: 1,
  durationMs: 1,
});

/** By type: values, the field that holds them, and their bytes, written down by hand. */
const TYPES: [string, unknown[], string | null, string][] = [
  ["BOOL", [true, false], "bool_contents", "0100"],
  ["INT8", [-1, 127], "int_contents", "ff7f"],
  ["INT16", [-2, 258], "int_contents", "feff0201"],
  ["INT32", [-2, 258], "int_contents", "feffffff02010000"],
  ["INT64", [-2, 2 ** 53 - 1], "int64_contents", "feffffffffffffffffffffffffff1f00"],
  ["UINT8", [0, 255], "uint_contents", "00ff"],
  ["UINT16", [1, 65535], "uint_contents", "0100ffff"],
  ["UINT32", [1, 4294967295], "uint_contents", "01000000ffffffff"],
  ["UINT64", [1, 2 ** 53 - 1], "uint64_contents", "0100000000000000ffffffffffff1f00"],
  ["FP16", [1, -0.5], null, "003c00b8"],
  ["BF16", [1, -0.5], null, "803f00bf"],
  ["FP32", [1, -0.5], "fp32_contents", "0000803f000000bf"],
  ["FP64", [1, -0.5], "fp64_contents", "000000000000f03f000000000000e0bf"],
  ["BYTES", ["ü", ""], "bytes_contents", "02000000c3bc00000000"],
];
const bytesOf = (value: unknown) => (typeof value === "string" ? Buffer.from(value) : value);

describe.each(TYPES)("%s", (datatype, values, field, hex) => {
  const output = { name: "y", datatype, shape: [2] };
  const rows = values.map((x) => ({ x })) as Row[];

  if (field !== null) {
    test("there and back, typed", async () => {
      const model = await modelOf([spec("x", datatype, -1, 1)]);
      const { inputs, raw_input_contents } = decode(
        "ModelInferRequest",
        model.encode(rows).body as Buffer,
      );
      expect(inputs).toMatchObject([
        { name: "x", datatype, shape: [2, 1], contents: { [field]: values.map(bytesOf) } },
      ]);
      expect(raw_input_contents).toEqual([]);
      const outputs = [{ ...output, contents: { [field]: values.map(bytesOf) } }];
      const read = model.decode(answer({ model_name: "m", outputs }), 2);
      expect(read.map((one) => one.outputs[0]?.value)).toEqual(values);
    });
  }

  test("there and back, raw", async () => {
    // What has no typed form is sent raw without a word in the config.
    const model = await modelOf([spec("x", datatype, -1, 1)], field === null ? "json" : "binary");
    const sent = decode("ModelInferRequest", model.encode(rows, { id: "7" }).body as Buffer);
    expect(sent).toMatchObject({ model_name: "m", id: "7", inputs: [{ contents: null }] });
    expect(sent.raw_input_contents.map((raw) => raw.toString("hex"))).toEqual([hex]);
    const raw_output_contents = [Buffer.from(hex, "hex")];
    const read = model.decode(answer({ outputs: [output], raw_output_contents }), 2);
    expect(read.map((one) => one.outputs[0]?.value)).toEqual(values);
  });
});

test("one input of 16 bits makes all of them raw, for none may be mixed", async () => {
  const model = await modelOf([spec("a", "FP16", -1), spec("b", "INT64", -1)]);
  const sent = decode("ModelInferRequest", model.encode([{ a: 1, b: 2 }]).body as Buffer);
  expect(sent.raw_input_contents.map(({ length }) => length)).toEqual([2, 8]);
});

test.each(["json", "binary"] as const)("a file goes as its bytes: %s", async (tensors) => {
  const path = join(__dirname, "../fixtures/data/parquet/none.parquet");
  const file = readFileSync(path);
  const model = await modelOf([spec("x", "BYTES", -1, 1)], tensors);
  const row = { x: new Binary(path, "none.parquet") } as Row;
  const sent = decode("ModelInferRequest", model.encode([row]).body as Buffer);
  expect(sent.inputs[0]?.parameters).toEqual({});
  const typed = sent.inputs[0]?.contents?.bytes_contents?.[0] as Buffer | undefined;
  expect(typed ?? sent.raw_input_contents[0]?.subarray(4)).toEqual(file);
});

test("a hint of the metadata goes along as a parameter", async () => {
  const model = await modelOf([{ ...spec("x", "BYTES", -1, 1), contentType: "str" }]);
  const sent = decode("ModelInferRequest", model.encode([{ x: "a" }]).body as Buffer);
  expect(sent.inputs[0]?.parameters).toEqual({ content_type: { string_param: "str" } });
});

describe("answers", () => {
  const y = (more: object) => ({ name: "y", datatype: "FP32", shape: [1], ...more });
  const one = Buffer.from("0000803f", "hex");

  test.each([
    ["no outputs", {}, /has no outputs/],
    [
      "fewer raw contents than outputs",
      { outputs: [y({}), y({})], raw_output_contents: [one] },
      /2 outputs, but 1 raw/,
    ],
    [
      "both forms at once",
      { outputs: [y({ contents: { fp32_contents: [1] } })], raw_output_contents: [one] },
      /"y" has both contents and raw ones/,
    ],
    [
      "another type's field",
      { outputs: [y({ contents: { fp64_contents: [1] } })] },
      /"y" is FP32, but its values are in fp64_contents/,
    ],
    ["values that are missing", { outputs: [y({})] }, /shape \[1\], but 0 values/],
    [
      "raw bytes that break off",
      { outputs: [y({})], raw_output_contents: [one.subarray(1)] },
      /no whole number of FP32/,
    ],
    ["an unknown datatype", { outputs: [y({ datatype: "toString" })] }, /unknown datatype/],
    ["no message", Buffer.from([0x0a, 0xff]), /is no ModelInferResponse/],
  ])("%s are no good answer", async (_, fields, says) => {
    const model = await modelOf([spec("x", "FP32", -1)]);
    expect(() => model.decode(answer(fields), 1)).toThrow(says);
  });

  test("a status is the error, and what knows no gRPC has none", async () => {
    const model = await modelOf([spec("x", "FP32", -1)]);
    const refused = answer(Buffer.from("no such model"), 404, { "grpc-status": "5 NOT_FOUND" });
    expect(model.errorMessage(refused)).toBe("NOT_FOUND: no such model");
    expect(() => model.decode(refused, 1)).toThrow(/^status 404: NOT_FOUND: no such model$/);
    expect(model.errorMessage(answer(Buffer.from("<html>"), 502))).toBeNull();
    expect([model.answerId(refused), model.servedVersion(refused)]).toEqual([null, null]);
  });

  test("their REST twin is what a schema is held against", async () => {
    const model = await modelOf([spec("x", "FP32", -1)]);
    const fields = { model_name: "m", id: "7", outputs: [y({})], raw_output_contents: [one] };
    expect(JSON.parse(model.textOf?.(answer(fields)).body.toString() ?? "")).toEqual({
      model_name: "m",
      id: "7",
      outputs: [
        { name: "y", datatype: "FP32", shape: [1], parameters: { binary_data_size: 4 }, data: [1] },
      ],
    });
  });
});

test.each(["json", "binary"] as const)(
  "a number too large for FP32 is told, and not sent as infinity; an infinity goes: %s",
  async (form) => {
    const model = await modelOf([spec("x", "FP32", -1, 1)], form);
    expect(() => model.encode([{ x: 3.5e38 }])).toThrow(
      'column "x" holds 3.5e+38, but the model\'s input "x" is FP32',
    );
    const { body } = model.encode([{ x: Number.NEGATIVE_INFINITY }]);
    // -Infinity in four bytes, little-endian, typed or raw.
    expect(body?.includes(Buffer.from("000080ff", "hex"))).toBe(true);
  },
);
