import { join } from "node:path";
import { loadDataset } from "../../src/data/load-dataset";
import { dataConfig, failure, loadContent, plain, random } from "./data-files";

const FIXTURES = join(__dirname, "../fixtures/data");

test("rows, types and features of a file", async () => {
  const config = dataConfig(join(FIXTURES, "penguins.csv"), { id: "row", label: "species" });
  const data = await loadDataset(config, { cwd: FIXTURES, random });
  expect(data).toMatchObject({ file: "penguins.csv", id: "row", label: "species" });
  expect(data.features).toEqual(["island", "sex", "body_mass_g", "bill_length_mm", "wild", "ring"]);
  expect({ ...data.types }).toEqual({
    row: "number",
    island: "text",
    sex: "text",
    body_mass_g: "number",
    bill_length_mm: "number",
    wild: "boolean",
    ring: "text",
    species: "text",
  });
  expect(plain(data.sample).slice(2, 4)).toEqual([
    {
      row: 3,
      island: "Biscoe",
      sex: null,
      body_mass_g: 3250,
      bill_length_mm: 40.3,
      wild: true,
      ring: "0073",
      species: "Adelie",
    },
    {
      row: 4,
      island: "Dream",
      sex: "female",
      body_mass_g: null,
      bill_length_mm: 46.5,
      wild: true,
      ring: "0074",
      species: "Chinstrap",
    },
  ]);
});

test("the features as configured, in their order", async () => {
  const { features } = await loadContent("a.csv", "a,b,c\n1,2,3\n", { features: ["c", "a"] });
  expect(features).toEqual(["c", "a"]);
});

test.each([
  ["a byte order mark", "\uFEFFa,b\n1,x\n"],
  ["Windows line ends", "a,b\r\n1,x\r\n"],
  ["old Mac line ends", "a,b\r1,x\r"],
  ["a header with another line end than the rows", "a,b\n1,x\r\n"],
  ["no line end at the end", "a,b\n1,x"],
  ["empty lines", "\na,b\n\n1,x\n\n"],
  ["quotes", '"a","b"\n"1","x"\n'],
])("%s", async (_, content) => {
  const { sample: rows, features } = await loadContent("a.csv", content);
  expect(features).toEqual(["a", "b"]);
  expect(plain(rows)).toEqual([{ a: 1, b: "x" }]);
});

test("each row has a line end of its own, none becomes part of a cell or joins two rows", async () => {
  const { sample: rows } = await loadContent("a.csv", "y\r\na\nb\rc\r\n\r\nd\n");
  expect(plain(rows)).toEqual([{ y: "a" }, { y: "b" }, { y: "c" }, { y: "d" }]);
});

test("quoted commas, quotes and line breaks", async () => {
  const { sample: rows } = await loadContent("a.csv", 'a,b\n"x, ""y""","1\n2"\n');
  expect(plain(rows)).toEqual([{ a: 'x, "y"', b: "1\n2" }]);
});

test("a character that is cut in two by the size of the pieces", async () => {
  // Files are read in pieces of 64 KiB.
  const long = "x".repeat(65_535 - "a\n".length);
  const { sample: rows } = await loadContent("a.csv", `a\n${long}é\n`);
  expect(rows[0]?.a).toBe(`${long}é`);
});

test("an ending in capitals", async () => {
  expect((await loadContent("A.CSV", "a\n1\n")).sample).toHaveLength(1);
});

describe("columns with the names of Object.prototype", () => {
  test("are columns", async () => {
    const {
      sample: rows,
      types,
      features,
    } = await loadContent("a.csv", "__proto__,constructor,toString\n1,x,true\n");
    expect(features).toEqual(["__proto__", "constructor", "toString"]);
    expect(Object.entries(rows[0] ?? {})).toEqual([
      ["__proto__", 1],
      ["constructor", "x"],
      ["toString", true],
    ]);
    expect(Object.entries(types).map(([, type]) => type)).toEqual(["number", "text", "boolean"]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test("and are missing where they are not there", async () => {
    const { code } = await failure(loadContent("a.csv", "a\n1\n", { label: "constructor" }));
    expect(code).toBe("data/missing-column");
  });
});

describe("what is wrong, and where", () => {
  test.each([
    ["data/ragged-row", "a,b\n1,2\n3\n", "a.csv, line 3, row 2: 1 cells, but the header has 2"],
    ["data/ragged-row", "a,b\n1,2,3\n", "a.csv, line 2, row 1: 3 cells, but the header has 2"],
    [
      "data/ragged-row",
      'a,b\n"x\ny",2\n3\n',
      "a.csv, line 4, row 2: 1 cells, but the header has 2",
    ],
    [
      "data/ragged-row",
      'a,b\r\n"x\r\ny",1\r\nz\r\n',
      "a.csv, line 4, row 2: 1 cells, but the header has 2",
    ],
    [
      "data/quotes",
      'a,b\r\n"x\r\ny",1\r\nz,x"y\r\n',
      'a.csv, line 4, row 2, column "b": a quote within a cell that does not begin with one',
    ],
    ["data/ragged-row", "a,b\n\n\n1\n", "a.csv, line 4, row 1: 1 cells, but the header has 2"],
    ["data/ragged-row", "a,b\r1,2\r3\r", "a.csv, line 3, row 2: 1 cells, but the header has 2"],
    [
      "data/ragged-row",
      "a,b\n1,2\r\n3\r4,5",
      "a.csv, line 3, row 2: 1 cells, but the header has 2",
    ],
    [
      "data/ragged-row",
      'a,b\n"x\ry\r\nz",2\n3\n',
      "a.csv, line 5, row 2: 1 cells, but the header has 2",
    ],
    [
      "data/ragged-row",
      'a,b\r\n"x\r\ny"\r\n',
      "a.csv, line 2, row 1: 1 cells, but the header has 2",
    ],
    ["data/ragged-row", 'a\n"x\ry",2\n', "a.csv, line 2, row 1: 2 cells, but the header has 1"],
    [
      "data/quotes",
      'a,b\n1,2\n3,x"y\n',
      'a.csv, line 3, row 2, column "b": a quote within a cell that does not begin with one',
    ],
    [
      "data/quotes",
      'a,b\n1,2\n"x"y,4\n',
      'a.csv, line 3, row 2, column "a": something follows a closing quote',
    ],
    ["data/header", "a,b,a\n1,2,3\n", 'a.csv, line 1, column "a": the name is there twice'],
    ["data/header", "a,,c\n1,2,3\n", "a.csv, line 1: the name of column number 2 is empty"],
    [
      "data/delimiter",
      "a;b\n1;2\n",
      'a.csv, line 1: the columns are separated by ";", not by commas',
    ],
    [
      "data/delimiter",
      "a\tb\n1\t2\n",
      'a.csv, line 1: the columns are separated by "\\t", not by commas',
    ],
    ["data/empty", "", "a.csv: the file is empty"],
    ["data/empty", "a,b\n", "a.csv: there are no rows"],
  ])("%s: %j", async (code, content, message) => {
    const error = await failure(loadContent("a.csv", content));
    expect(error.message).toBe(message);
    expect(error.code).toBe(code);
  });

  test("a quote that is never closed", async () => {
    const error = await failure(loadContent("a.csv", 'a,b\n1,2\n"3,4\n5,6\n'));
    expect(error.code).toBe("data/quotes");
    expect(error.message).toMatch(
      /^a\.csv, line \d+, row 2, column "a": a quote is opened and never closed$/,
    );
  });

  test("a row that has no end", async () => {
    const error = await failure(loadContent("a.csv", `a\n"${"x\n".repeat(600_000)}`));
    expect(error.code).toBe("data/too-large");
  });

  test.each([
    ["Latin-1", 2, Buffer.from("a\ncaf\xe9\n", "latin1")],
    ["Latin-1, far into the file", 40_002, Buffer.from(`a\n${"é\n".repeat(40_000)}caf`)],
    ["UTF-16 with its mark", 1, Buffer.from("\uFEFFa\n1\n", "utf16le")],
    ["UTF-16 without", 1, Buffer.from("a\n1\n2\n", "utf16le")],
    ["a NUL", 3, Buffer.from("a\n1\n2\0\n")],
  ])("%s", async (_, line, content) => {
    const bytes = line > 3 ? Buffer.concat([content, Buffer.from([0xe9])]) : content;
    const error = await failure(loadContent("a.csv", bytes));
    expect(error.code).toBe("data/encoding");
    expect(error.message).toBe(
      `a.csv, line ${line}: not UTF-8 text, but another encoding or no text at all`,
    );
  });
});
