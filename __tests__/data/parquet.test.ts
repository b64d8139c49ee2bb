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

test.each([
  ["struct.parquet", "data/nested", /^struct\.parquet, row 1, column "x": an object$/],
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

test("a file that is none", async () => {
  const error = await failure(loadContent("a.parquet", "a,b\n1,2\n"));
  expect(error.code).toBe("data/format");
  expect(error.message).toMatch(/^a\.parquet: not readable as Parquet/);
});

test("a column that is not there", async () => {
  const error = await failure(load("none.parquet", { label: "specis" }));
  expect(error.message).toMatch(/no column "specis" \(data.label\); did you mean "species"/);
});
