import { decodeAnswer } from "../../src/protocols/oip-v2/decode";
import { encodeTensors } from "../../src/protocols/oip-v2/encode";
import { inventRow } from "../../src/protocols/oip-v2/invent-row";
import { readModelMetadata } from "../../src/protocols/oip-v2/metadata";
import type { Signature, TensorSpec } from "../../src/protocols/types";
import { randomStream } from "../../src/stats/random";

const signature = (...inputs: TensorSpec[]): Signature => ({ inputs, outputs: [] });
const spec = (name: string, datatype: string, ...shape: number[]): TensorSpec => ({
  name,
  datatype,
  shape,
});
const rows = [
  { a: 1, b: 2, c: "x" },
  { a: 3, b: 4, c: "y" },
];

describe("rows to tensors", () => {
  test("one input takes the features as columns, in their order", () => {
    expect(encodeTensors(rows, ["b", "a"], signature(spec("x", "FP32", -1, 2)))).toEqual([
      { name: "x", shape: [2, 2], datatype: "FP32", data: [2, 1, 4, 3] },
    ]);
  });

  test("as many inputs as features take one column each, by name", () => {
    const tensors = encodeTensors(
      rows,
      ["a", "c"],
      signature(spec("c", "BYTES", -1, 1), spec("a", "INT64", -1)),
    );
    expect(tensors).toEqual([
      { name: "c", shape: [2, 1], datatype: "BYTES", data: ["x", "y"] },
      { name: "a", shape: [2], datatype: "INT64", data: [1, 3] },
    ]);
  });

  test("and in order where the names are others", () => {
    const tensors = encodeTensors(
      rows,
      ["a", "b"],
      signature(spec("p", "FP64", -1, 1), spec("q", "FP64", -1, 1)),
    );
    expect(tensors.map(({ name, data }) => [name, data])).toEqual([
      ["p", [1, 3]],
      ["q", [2, 4]],
    ]);
  });

  test("a fixed first axis is a model without batches", () => {
    expect(
      encodeTensors([{ a: 1, b: 2 }], ["a", "b"], signature(spec("x", "FP32", 2)))[0]?.shape,
    ).toEqual([2]);
  });

  test("a list is as many values as it holds", () => {
    const lists = [
      { h: [[[1, 2]], [[3, 4]]], sr: 16000 },
      { h: [[[5, 6]], [[7, 8]]], sr: 8000 },
    ];
    const state = signature(spec("sr", "INT64"), spec("h", "FP32", 2, -1, 2));
    expect(encodeTensors(lists.slice(0, 1), ["h", "sr"], state)).toEqual([
      { name: "sr", shape: [], datatype: "INT64", data: [16000] },
      { name: "h", shape: [2, 1, 2], datatype: "FP32", data: [1, 2, 3, 4] },
    ]);
    expect(encodeTensors(lists, ["h"], signature(spec("x", "FP32", -1, 4)))).toMatchObject([
      { shape: [2, 4], data: [1, 2, 3, 4, 5, 6, 7, 8] },
    ]);
    expect(encodeTensors(lists, ["h", "sr"], null).map(({ name, shape }) => [name, shape])).toEqual(
      [
        ["h", [2, 4]],
        ["sr", [2, 1]],
      ],
    );
    const ragged = [{ h: [1] }, { h: [1, 2] }];
    expect(() => encodeTensors(ragged, ["h"], null)).toThrow(/1 and 2 values in h/);
  });

  test("without metadata numbers go as one matrix, mixed rows as columns", () => {
    expect(encodeTensors(rows, ["a", "b"], null)).toMatchObject([
      { shape: [2, 2], datatype: "FP64" },
    ]);
    expect(encodeTensors(rows, ["a", "c"], null).map(({ datatype }) => datatype)).toEqual([
      "FP64",
      "BYTES",
    ]);
  });

  test.each([
    [
      "too few features",
      ["a"],
      spec("x", "FP32", -1, 2),
      /takes 2 values a row, but the rows have 1 features/,
    ],
    ["a text where a number is due", ["a", "c"], spec("x", "FP32", -1, 2), /column "c" holds "x"/],
    [
      "a fraction where a whole number is due",
      ["a", "b"],
      spec("x", "BOOL", -1, 2),
      /column "a" holds 1/,
    ],
    ["a type that JSON cannot carry", ["a", "b"], spec("x", "FP16", -1, 2), /FP16/],
  ])("%s is told", (_, features, input, says) => {
    expect(() => encodeTensors(rows, features, signature(input))).toThrow(says);
  });
});

describe("answers to rows", () => {
  const answer = (body: unknown, status = 200) => ({
    status,
    headers: {},
    body: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    firstByteMs: 1,
    durationMs: 1,
  });
  const tensor = (name: string, datatype: string, shape: number[], data: unknown[]) => ({
    name,
    datatype,
    shape,
    data,
  });

  test("flat and nested data, scalars and vectors", () => {
    const outputs = [
      tensor("label", "BYTES", [2], ["x", "y"]),
      tensor(
        "scores",
        "FP32",
        [2, 2],
        [
          [0.1, 0.9],
          [0.8, 0.2],
        ],
      ),
      tensor("column", "FP32", [2, 1], [5, 6]),
    ];
    expect(decodeAnswer(answer({ model_name: "m", outputs }), 2, true)).toEqual([
      {
        outputs: [
          { name: "label", value: "x" },
          { name: "scores", value: [0.1, 0.9] },
          { name: "column", value: 5 },
        ],
      },
      {
        outputs: [
          { name: "label", value: "y" },
          { name: "scores", value: [0.8, 0.2] },
          { name: "column", value: 6 },
        ],
      },
    ]);
  });

  test("rows of columns, or ragged ones, are not those that were sent", () => {
    const columns = tensor(
      "y",
      "FP32",
      [2, 3],
      [
        [1, 4],
        [2, 5],
        [3, 6],
      ],
    );
    const ragged = tensor("y", "FP32", [2, 2], [[1], [2, 3, 4]]);
    for (const output of [columns, ragged]) {
      expect(() => decodeAnswer(answer({ outputs: [output] }), 2, true)).toThrow(
        /nested otherwise/,
      );
    }
    const deep = tensor("y", "FP32", [2, 1, 2], [[1, 2], [[3, 4]]]);
    expect(
      decodeAnswer(answer({ outputs: [deep] }), 2, true).map(({ outputs }) => outputs[0]?.value),
    ).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test("an empty batch has no rows", () => {
    expect(decodeAnswer(answer({ outputs: [tensor("y", "FP32", [0], [])] }), 0, true)).toEqual([]);
  });

  const deep = `{"outputs":[{"name":"y","datatype":"FP32","shape":[1],"data":${"[".repeat(20_000)}${"]".repeat(20_000)}}]}`;
  test.each([
    ["an error status", answer({ error: "no" }, 500), /status 500: no/],
    [
      "an error inside a 200",
      answer({ error: "no", outputs: [] }),
      /status 200, but the body says error: "no"/,
    ],
    ["no outputs", answer({ model_name: "m" }), /no list "outputs"/],
    [
      "another number of rows",
      answer({ outputs: [tensor("y", "FP32", [2], [1, 2])] }),
      /"y" has 2 rows, but 1 were sent/,
    ],
    [
      "a shape that lies",
      answer({ outputs: [tensor("y", "FP32", [1, 3], [1, 2])] }),
      /shape \[1,3\], but 2 values/,
    ],
    [
      "data nested across its rows",
      answer({ outputs: [tensor("y", "FP32", [1, 4], [[1], [2, 3, 4]])] }),
      /"y"\) has shape \[1,4\], but its data is nested otherwise/,
    ],
    [
      "a value beside a list",
      answer({ outputs: [tensor("y", "FP32", [1, 2], [1, [2]])] }),
      /nested otherwise/,
    ],
    [
      "text in a number",
      answer({ outputs: [tensor("y", "FP32", [1], ["1"])] }),
      /is FP32, but holds "1"/,
    ],
    [
      "null in a number",
      answer({ outputs: [tensor("y", "FP32", [1], [null])] }),
      /is FP32, but holds null/,
    ],
    [
      "an unknown datatype",
      answer({ outputs: [tensor("y", "constructor", [1], [1])] }),
      /unknown datatype/,
    ],
    [
      "a bare NaN",
      answer('{"outputs":[{"name":"y","datatype":"FP32","shape":[1],"data":[NaN]}]}'),
      /NaN or Infinity/,
    ],
    ["HTML", answer("<!doctype html><p>hi"), /HTML page/],
    ["nothing", answer(""), /empty/],
    ["endless nesting", answer(deep), /nested over 64 levels/],
  ])("%s is no good answer", (_, given, says) => {
    expect(() => decodeAnswer(given, 1, true)).toThrow(says);
  });
});

describe("invented rows", () => {
  const random = () => randomStream(1, "rows");
  test("have the model's size and differ", () => {
    const draw = random();
    const row = inventRow(signature(spec("x", "FP32", -1, 3)), draw);
    expect(Object.keys(row ?? {})).toEqual(["x[0]", "x[1]", "x[2]"]);
    expect(inventRow(signature(spec("x", "FP32", -1, 3)), draw)).not.toEqual(row);
  });

  test.each([
    ["without metadata", null],
    ["of text", signature(spec("x", "BYTES", -1, 1))],
    ["of images", signature(spec("x", "FP32", -1, 3, 224, 224))],
    ["of no type that is known", signature(spec("x", "constructor", -1, 2))],
    ["of nothing", signature(spec("x", "FP32", -1, 0))],
  ])("none can be made %s", (_, given) => {
    expect(inventRow(given, random())).toBeNull();
  });
});

describe("model metadata", () => {
  const read = (inputs: unknown) =>
    readModelMetadata({
      status: 200,
      headers: {},
      body: Buffer.from(JSON.stringify({ name: "m", inputs, outputs: [] })),
      firstByteMs: 0,
      durationMs: 0,
    });

  test.each<[string, unknown]>([
    ["no datatype", [{ name: "x", shape: [-1, 2] }]],
    ["no shape", [{ name: "x", datatype: "FP32" }]],
    ["a shape of words", [{ name: "x", datatype: "FP32", shape: ["many", 2] }]],
    ["a shape below -1", [{ name: "x", datatype: "FP32", shape: [-1, -3] }]],
    ["a shape of fractions", [{ name: "x", datatype: "FP32", shape: [-1, 1.5] }]],
    ["a null among them", [null]],
    ["no list", "x"],
  ])("inputs with %s are no metadata", (_, inputs) => {
    expect(read(inputs)).toBeNull();
  });

  test.each<[string, unknown]>([
    ["none", undefined],
    ["null", null],
    ["sizes as text", [{ name: "x", datatype: "FP32", shape: ["-1", "2"] }]],
  ])("inputs may be %s", (_, inputs) => {
    expect(read(inputs)?.name).toBe("m");
  });
});
