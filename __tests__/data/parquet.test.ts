import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { failure, loadContent, plain } from "./data-files";

const load = async (name: string, given = {}) =>
  loadContent(name, await readFile(resolve(__dirname, "../fixtures/data/parquet", name)), given);

describe("every codec gives the same rows", () => {
  test.each(["none", "snappy", "gzip", "zstd", "brotli", "lz4"])("%s", async (codec) => {
    const {
      sample: rows,
      types,
      features,
    } = await load(`${codec}.parquet`, {
      label: "species",
      id: "id",
    });
    expect(rows).toHaveLength(10);
    expect(types).toEqual({
      id: "number",
      mass: "number",
      length: "number",
      male: "boolean",
      species: "text",
      vector: "list",
      seen: "text",
      at: "text",
      price: "number",
    });
    expect(features).toEqual(["mass", "length", "male", "vector", "seen", "at", "price"]);
    // The last row stands in the third row group.
    expect(plain(rows).at(-1)).toEqual({
      id: 10,
      mass: 3009.5,
      length: 189,
      male: false,
      species: "Gentoo",
      vector: [4.5, 10],
      seen: "2007-11-20",
      at: "2007-11-11T12:09:00.000Z",
      price: 2.25,
    });
    expect(rows[3]?.mass).toBeNull();
  });
});

test("whole numbers that a double cannot hold make their column text", async () => {
  const { sample: rows, types } = await load("large-int64.parquet");
  expect(types.key).toBe("text");
  expect(rows.map(({ key }) => key)).toEqual(["1", "1152921504606846976"]);
});

test("a decimal is the number that was written", async () => {
  const { sample: rows, types } = await load("decimals.parquet");
  expect({ ...types }).toEqual({
    int32: "number",
    int64: "number",
    bytes: "number",
    whole: "text",
    list: "list",
  });
  expect(plain(rows)).toEqual([
    {
      int32: 19.99,
      int64: 19.99,
      bytes: -1234567.8912,
      whole: "12345678901234567891",
      list: [19.99, null],
    },
    { int32: -0.3, int64: null, bytes: 0.0003, whole: "-1", list: [] },
  ]);
});

test("dates have no time, times have theirs at midnight too, and every digit of it", async () => {
  const { sample: rows } = await load("times.parquet");
  expect(plain(rows)).toEqual([
    {
      day: "2024-01-01",
      micros: "2024-01-01T00:00:00.000Z",
      nanos: "2024-01-01T00:00:00.123456789Z",
      list: ["2024-01-01"],
    },
    {
      day: "1969-12-31",
      micros: "1969-12-31T23:59:59.999999Z",
      nanos: "1969-12-31T23:59:59.999999999Z",
      list: null,
    },
  ]);
});

test("text that its writer did not call text", async () => {
  const { sample: rows } = await load("untyped-text.parquet");
  expect(rows.map(({ text }) => text)).toEqual(["abc", "Grün"]);
});

test("the index of pandas is no feature, unless it is named", async () => {
  expect((await load("pandas-index.parquet")).features).toEqual(["a"]);
  const features = ["__index_level_0__"];
  expect((await load("pandas-index.parquet", { features })).features).toEqual(features);
});

test.each([
  ["struct.parquet", "data/nested", /^struct\.parquet, row 1, column "x": an object$/],
  [
    "bytes.parquet",
    "data/binary",
    /^bytes\.parquet, row 2, column "image": bytes that are no text$/,
  ],
  [
    "same-names.parquet",
    "data/header",
    /^same-names\.parquet, column "a": the name is there twice$/,
  ],
  [
    "not-finite.parquet",
    "data/format",
    /^not-finite\.parquet, row 2, column "list": an infinite number within a list$/,
  ],
  [
    "beyond-dates.parquet",
    "data/format",
    /^beyond-dates\.parquet, row 1, column "at": not readable as Parquet up to row 2: /,
  ],
  ["no-rows.parquet", "data/empty", /^no-rows\.parquet: there are no rows$/],
  ["truncated.parquet", "data/format", /^truncated\.parquet: not readable as Parquet: /],
  [
    "bad-page.parquet",
    "data/format",
    /^bad-page\.parquet, row 5, column "length": not readable as Parquet up to row 8: /,
  ],
])("%s is told with its place", async (name, code, message) => {
  const error = await failure(load(name));
  expect(error.message).toMatch(message);
  expect(error.code).toBe(code);
});

test("a file without a byte", async () => {
  const error = await failure(loadContent("a.parquet", ""));
  expect(error.message).toBe("a.parquet: the file is empty");
});

test("a file that is none", async () => {
  const error = await failure(loadContent("a.parquet", "a,b\n1,2\n"));
  expect(error.code).toBe("data/format");
  expect(error.message).toMatch(/^a\.parquet: not readable as Parquet/);
});

test("a column that is not there", async () => {
  const error = await failure(load("none.parquet", { label: "specis" }));
  expect(error.message).toMatch(/no column "specis" \(data.label\); did you mean "species"/);
});
