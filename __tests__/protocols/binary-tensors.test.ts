import fc from "fast-check";
import { decodeAnswer, errorMessage } from "../../src/protocols/oip-v2/decode";
import { textOf } from "../../src/protocols/oip-v2/decode-binary";
import type { Tensor } from "../../src/protocols/oip-v2/encode";
import { postBinary } from "../../src/protocols/oip-v2/encode-binary";
import {
  fromBfloat16,
  fromHalf,
  toBfloat16,
  toHalf,
} from "../../src/protocols/oip-v2/half-precision";

const LENGTH = "inference-header-content-length";

const tensor = (datatype: string, data: Tensor["data"], name = "y"): Tensor => ({
  name,
  datatype,
  shape: [data.length],
  data,
});
const rawOf = ({ body, headers }: ReturnType<typeof postBinary>) =>
  (body as Buffer).subarray(Number(headers[LENGTH]));
const hex = (one: Tensor) => rawOf(postBinary("/infer", { inputs: [one] })).toString("hex");

/** An answer whose JSON is followed by these bytes. */
const answer = (outputs: unknown, raw: Buffer | string, length?: string) => {
  const json = Buffer.from(JSON.stringify({ model_name: "m", outputs }));
  return {
    status: 200,
    headers: { [LENGTH]: length ?? String(json.length) },
    body: Buffer.concat([json, typeof raw === "string" ? Buffer.from(raw, "hex") : raw]),
    firstByteMs: 1,
    durationMs: 1,
  };
};
const output = (datatype: string, shape: number[], size: unknown, name = "y") => ({
  name,
  datatype,
  shape,
  parameters: { binary_data_size: size },
});

/** Bytes by numpy: `numpy.array([...], dtype).tobytes().hex()`; bfloat16 is the upper half of float32. */
const VALUES: [string, Tensor["data"], string][] = [
  ["BOOL", [true, false], "0100"],
  ["UINT8", [0, 255], "00ff"],
  ["UINT16", [1, 65535], "0100ffff"],
  ["UINT32", [1, 4294967295], "01000000ffffffff"],
  ["UINT64", [1, 9007199254740991], "0100000000000000ffffffffffff1f00"],
  ["INT8", [-1, -128], "ff80"],
  ["INT16", [-2, 300], "feff2c01"],
  ["INT32", [-2, 70000], "feffffff70110100"],
  ["INT64", [-2, 9007199254740991], "feffffffffffffffffffffffffff1f00"],
  ["FP16", [1, -2.5, 65504, 2 ** -24], "003c00c1ff7b0100"],
  ["BF16", [1, -2.5, 3.140625], "803f20c04940"],
  ["FP32", [1.5, -0.25], "0000c03f000080be"],
  ["FP64", [0.1, -3], "9a9999999999b93f00000000000008c0"],
  ["BYTES", ["ab", "é", ""], "020000006162" + "02000000c3a9" + "00000000"],
];

describe.each(VALUES)("%s", (datatype, data, bytes) => {
  test("is written little-endian", () => {
    expect(hex(tensor(datatype, data))).toBe(bytes);
  });

  test("is read back", () => {
    const given = answer([output(datatype, [data.length], bytes.length / 2)], bytes);
    const values = decodeAnswer(given, data.length, true).map(({ outputs }) => outputs[0]?.value);
    expect(values).toEqual(data);
  });
});

test("the header tells the sizes in the order of the inputs, and keeps id and content type", () => {
  const inputs = [
    { ...tensor("BYTES", ["x"], "text"), parameters: { content_type: "str" } },
    tensor("FP32", [1, 2], "numbers"),
  ];
  const { body, headers } = postBinary("/infer", { id: "7", inputs });
  expect(headers["content-type"]).toBe("application/octet-stream");
  expect(JSON.parse((body as Buffer).subarray(0, Number(headers[LENGTH])).toString())).toEqual({
    id: "7",
    parameters: { binary_data_output: true },
    inputs: [
      {
        name: "text",
        datatype: "BYTES",
        shape: [1],
        parameters: { content_type: "str", binary_data_size: 5 },
      },
      { name: "numbers", datatype: "FP32", shape: [2], parameters: { binary_data_size: 8 } },
    ],
  });
});

describe("answers", () => {
  test("raw and JSON outputs may stand side by side", () => {
    const outputs = [
      output("FP32", [1, 2], 8, "scores"),
      { name: "label", datatype: "BYTES", shape: [1], data: ["x"] },
      output("BYTES", [1], 6, "raw"),
    ];
    const given = answer(outputs, `0000c03f000080be${"020000006162"}`);
    expect(decodeAnswer(given, 1, true)).toEqual([
      {
        outputs: [
          { name: "scores", value: [1.5, -0.25] },
          { name: "label", value: "x" },
          { name: "raw", value: "ab" },
        ],
      },
    ]);
  });

  test("an element that is no text is given in base64", () => {
    expect(decodeAnswer(answer([output("BYTES", [1], 6)], "02000000ff00"), 1, true)).toEqual([
      { outputs: [{ name: "y", value: "/wA=" }] },
    ]);
  });

  const long = "00".repeat(8);
  test.each([
    [
      "a tensor that breaks off",
      answer([output("FP32", [2], 8)], "0000c03f"),
      /bytes of output "y" break off: 4 of 8 came/,
    ],
    ["bytes too many", answer([output("FP32", [1], 4)], long), /4 bytes follow.* output "y"/],
    ["another shape", answer([output("FP32", [1, 3], 8)], long), /"y".* shape \[1,3\], but 2 val/],
    ["half a value", answer([output("FP32", [1], 7)], long.slice(2)), /7 bytes of output "y" are/],
    [
      "an element that breaks off",
      answer([output("BYTES", [1], 5)], "ff00000061"),
      /element 0 of output "y" breaks off/,
    ],
    [
      "half a length",
      answer([output("BYTES", [1], 3)], "010000"),
      /element 0 of output "y" breaks off/,
    ],
    ["a byte that is no BOOL", answer([output("BOOL", [1], 1)], "07"), /output "y" is 7/],
    ["a size that is none", answer([output("FP32", [1], -4)], ""), /"y".*binary_data_size -4/],
    ["an unknown datatype", answer([output("toString", [1], 4)], "00000000"), /unknown datatype/],
    ["a header that is too long", answer([], "", "9999"), /is "9999", but the body has/],
    ["a header that is no number", answer([], "", "1e1"), /is "1e1"/],
    [
      "no header, but bytes promised",
      { ...answer([output("FP32", [1], 4)], ""), headers: {} },
      /output "y" break off: 0 of 4/,
    ],
  ])("%s is an error", (_, given, says) => {
    expect(() => decodeAnswer(given, 1, true)).toThrow(says);
  });

  test("an error is read from the JSON, whatever follows it", () => {
    const body = Buffer.from('{"error":"no"}rest');
    const given = { ...answer([], ""), status: 400, body, headers: { [LENGTH]: "14" } };
    expect(errorMessage(given)).toBe("no");
    expect(textOf({ ...given, headers: { [LENGTH]: "99" } }).body).toBe(body);
  });
});

describe("half precision", () => {
  test("every finite half is itself again", () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = fromHalf(bits);
      if (Number.isNaN(value)) continue;
      expect(toHalf(value)).toBe(bits);
    }
  });

  test("every bfloat16 is itself again", () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = fromBfloat16(bits);
      if (!Number.isNaN(value)) expect(toBfloat16(value)).toBe(bits);
    }
  });

  test.each([
    [65519, 0x7bff],
    [65520, 0x7c00],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 ** -25, 0],
    [2 ** -14 - 2 ** -26, 0x400],
    [Number.NaN, 0x7e00],
  ])("%p rounds to the nearest half, ties to even", (value, bits) => {
    expect(toHalf(value)).toBe(bits);
  });

  test("no other half is nearer", () => {
    fc.assert(
      fc.property(fc.double({ min: -65519, max: 65519, noNaN: true }), (value) => {
        const bits = toHalf(value);
        const off = Math.abs(fromHalf(bits) - value);
        return [bits - 1, bits + 1].every((near) => {
          const other = fromHalf(near & 0xffff);
          return !Number.isFinite(other) || Math.abs(other - value) >= off;
        });
      }),
    );
  });
});
