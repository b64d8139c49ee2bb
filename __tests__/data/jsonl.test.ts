import { join } from "node:path";
import { loadDataset } from "../../src/data/load-dataset";
import { dataConfig, failure, loadContent, plain, random } from "./data-files";

const FIXTURES = join(__dirname, "../fixtures/data");

test("rows, types and features; keys in any order, and missing ones are null", async () => {
  const config = dataConfig(join(FIXTURES, "penguins.jsonl"), { id: "row", label: "species" });
  const data = await loadDataset(config, { cwd: FIXTURES, random });
  expect(data.features).toEqual(["island", "sex", "body_mass_g", "wild", "note"]);
  expect({ ...data.types }).toEqual({
    row: "number",
    island: "text",
    sex: "text",
    body_mass_g: "number",
    wild: "boolean",
    species: "text",
    note: "text",
  });
  expect(plain(data.sample)[2]).toEqual({
    row: 3,
    island: "Biscoe",
    sex: null,
    body_mass_g: 3250,
    wild: null,
    species: "Adelie",
    note: "no sex",
  });
});

test("text stays text, digits or not", async () => {
  const { sample: rows, types } = await loadContent("a.jsonl", '{"a":"1"}\n{"a":"2"}\n');
  expect(types.a).toBe("text");
  expect(plain(rows)).toEqual([{ a: "1" }, { a: "2" }]);
});

test("Windows line ends, a byte order mark, no line end at the end", async () => {
  const { sample: rows } = await loadContent("a.jsonl", '\uFEFF{"a":1}\r\n{"a":2}');
  expect(plain(rows)).toEqual([{ a: 1 }, { a: 2 }]);
});

test("a list is one value, such as an embedding", async () => {
  const { sample: rows, types } = await loadContent("a.jsonl", '{"v":[0.5,[1,2]],"y":"a"}\n');
  expect(types).toMatchObject({ v: "list", y: "text" });
  expect(rows[0]?.v).toEqual([0.5, [1, 2]]);
});

test("a list is no label", async () => {
  const error = await failure(loadContent("a.jsonl", '{"v":1,"y":[1]}\n', { label: "y" }));
  expect(error.message).toBe('a.jsonl, column "y": holds lists, which are no labels');
});

test("whole numbers that a double cannot hold make their column text", async () => {
  const content = '{"id":9007199254740993,"y":1.5}\n{"id":-7,"y":2}\n{"id":0.5,"y":1}\n';
  const { sample: rows, types, remarks } = await loadContent("a.jsonl", content);
  expect({ ...types }).toEqual({ id: "text", y: "number" });
  expect(rows.map(({ id }) => id)).toEqual(["9007199254740993", "-7", "0.5"]);
  expect(remarks.map(({ column }) => column)).toEqual(["id"]);
});

test("digits in text, in fractions and in small numbers are no such numbers", async () => {
  const content =
    '{"a:b":"9007199254740993","c":0.12345678901234567,"d":[" 9007199254740993,",1e20]}';
  const { sample: rows } = await loadContent("a.jsonl", content);
  expect(plain(rows)).toEqual([
    {
      "a:b": "9007199254740993",
      c: Number("0.12345678901234567"),
      d: [" 9007199254740993,", 1e20],
    },
  ]);
});

test("a key __proto__ is a column", async () => {
  const { sample: rows } = await loadContent("a.jsonl", '{"__proto__":1,"b":2}\n');
  expect(Object.entries(rows[0] ?? {})).toEqual([
    ["__proto__", 1],
    ["b", 2],
  ]);
});

test.each([
  ["data/format", '{"a":1}\n{"a":\n', "a.jsonl, line 2, row 2: not JSON"],
  ["data/format", '{"a":NaN}\n', "a.jsonl, line 1, row 1: not JSON"],
  ["data/format", "\n\n[1]\n", 'a.jsonl, line 3, row 1: expected an object, found "[1]"'],
  ["data/format", '{"a":1e999}\n', 'a.jsonl, line 1, row 1, column "a": the number is too large'],
  [
    "data/format",
    '{"y":"x"}\n{"y":"x","y":"z"}\n',
    'a.jsonl, line 2, row 2, column "y": the key is there twice',
  ],
  [
    "data/format",
    '{"a":[[1,9007199254740993]]}\n',
    'a.jsonl, line 1, row 1, column "a": a list with a whole number that a double cannot hold',
  ],
  [
    "data/format",
    '{"a":[1,[-1e999]]}\n',
    'a.jsonl, line 1, row 1, column "a": an infinite number within a list',
  ],
  [
    "data/nested",
    '{"a":1}\n\n{"a":{"b":1}}\n',
    'a.jsonl, line 3, row 2, column "a": expected text, a number, true, false, null or a list, found an object',
  ],
  [
    "data/nested",
    '{"a":[{"b":1}]}\n',
    'a.jsonl, line 1, row 1, column "a": an object within a list',
  ],
  [
    "data/nested",
    `{"a":${"[".repeat(9)}1${"]".repeat(9)}}\n`,
    'a.jsonl, line 1, row 1, column "a": lists over 8 levels deep',
  ],
  [
    "data/mixed-types",
    '{"a":[1]}\n{"a":1}\n',
    'a.jsonl, line 2, row 2, column "a": 1, but the rows before have a list',
  ],
  [
    "data/mixed-types",
    '{"a":null}\n{"a":1}\n{"a":"x"}\n',
    'a.jsonl, line 3, row 3, column "a": "x", but the rows before have 1',
  ],
  ["data/empty", "\n", "a.jsonl: the file is empty"],
])("%s: %j", async (code, content, message) => {
  const error = await failure(loadContent("a.jsonl", content));
  expect(error.message).toBe(message);
  expect(error.code).toBe(code);
});

test("a line that has no end", async () => {
  const error = await failure(loadContent("a.jsonl", `{"a":1}\n{"a":"${"x".repeat(1_100_000)}`));
  expect(error.code).toBe("data/too-large");
  expect(error.message).toBe("a.jsonl, line 2: a line of more than 1000000 characters");
});
