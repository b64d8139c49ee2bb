import fc from "fast-check";
import { parseSlice, SliceIndex } from "../../src/data/slices";
import type { ColumnType, Row } from "../../src/data/types";
import { InfergateError } from "../../src/errors";

describe("parseSlice", () => {
  const comparison = (column: string, operator: string, literal: string) => ({
    kind: "comparison",
    column,
    operator,
    literal,
  });
  test.each([
    ["sex", { kind: "column", column: "sex" }],
    [" body mass ", { kind: "column", column: "body mass" }],
    ['"a < b"', { kind: "column", column: "a < b" }],
    ["mass < 3500", comparison("mass", "<", "3500")],
    ["mass<=3500", comparison("mass", "<=", "3500")],
    ["mass > -1.5e3", comparison("mass", ">", "-1.5e3")],
    ["mass>=0", comparison("mass", ">=", "0")],
    ["sex == male", comparison("sex", "==", "male")],
    ['sex != "fe male"', comparison("sex", "!=", "fe male")],
    ["sex == 'x < y'", comparison("sex", "==", "x < y")],
    ['name == "say \\"a\\\\b\\""', comparison("name", "==", 'say "a\\b"')],
    ['"my column" == ""', comparison("my column", "==", "")],
    ["zip == 01234", comparison("zip", "==", "01234")],
  ])("%s", (text, expected) => {
    expect(parseSlice(text)).toEqual(expected);
  });

  test.each([
    ["", "does not begin with a column"],
    ["< 3", "does not begin with a column"],
    ["a = 3", "compares with =; write =="],
    ["a ! 3", "has no comparison after the column"],
    ['a "b"', "has no comparison after the column"],
    ["a <", "needs exactly one value after the comparison"],
    ["a < b < c", "needs exactly one value after the comparison"],
    ["a == =", "needs exactly one value after the comparison"],
    ['a == "b', "needs exactly one value after the comparison"],
    ['a == "b" c', "needs exactly one value after the comparison"],
    ['"a', "does not begin with a column"],
  ])("%j", (text, why) => {
    let thrown: unknown;
    try {
      parseSlice(text);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(InfergateError);
    expect(thrown).toMatchObject({
      code: "data/bad-slice",
      message: `the slice ${JSON.stringify(text)} ${why}`,
    });
  });

  test("reads any text or refuses it, and nothing else happens", () => {
    const piece = fc.oneof(
      fc.constantFrom('"', "'", "\\", "<", "<=", "=", "==", "!", "!=", " ", "a", "1"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        try {
          parseSlice(pieces.join(""));
        } catch (error) {
          expect(error).toMatchObject({ code: "data/bad-slice" });
        }
      }),
    );
  });

  test("a quoted name and a quoted value come out as they went in", () => {
    const quoted = (text: string) => `"${text.replace(/["\\]/g, "\\$&")}"`;
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (column, literal) => {
        expect(parseSlice(`${quoted(column)} == ${quoted(literal)}`)).toEqual(
          comparison(column, "==", literal),
        );
      }),
    );
  });
});

/** The slices of these rows. */
function slicesOf(
  { rows, types }: { rows: readonly Row[]; types: Record<string, ColumnType> },
  expressions: readonly string[],
) {
  const index = new SliceIndex(types, expressions);
  for (const [place, row] of rows.entries()) index.add(row, place);
  return index.slices();
}

describe("slices of rows", () => {
  const rows: Row[] = [
    { sex: "male", mass: 3000, wild: true, code: "07" },
    { sex: "female", mass: 3500, wild: false, code: "7" },
    { sex: null, mass: null, wild: true, code: "7" },
    { sex: "male", mass: 4000, wild: null, code: null },
  ];
  const types: Record<string, ColumnType> = {
    sex: "text",
    mass: "number",
    wild: "boolean",
    code: "text",
  };
  const assign = (...expressions: string[]) => slicesOf({ rows, types }, expressions);

  test("a column: one slice of each value, the empty one too, in order", () => {
    expect(assign("sex", "wild")).toEqual([
      { name: "sex=(empty)", rowIndexes: [2] },
      { name: "sex=female", rowIndexes: [1] },
      { name: "sex=male", rowIndexes: [0, 3] },
      { name: "wild=(empty)", rowIndexes: [3] },
      { name: "wild=false", rowIndexes: [1] },
      { name: "wild=true", rowIndexes: [0, 2] },
    ]);
  });

  test.each([
    ["mass < 3500", [0]],
    ["mass <= 3500", [0, 1]],
    ["mass > 3500", [3]],
    ["mass >= 3500", [1, 3]],
    ["mass == 3500.0", [1]],
    ["mass != 3500", [0, 3]],
    ["sex == male", [0, 3]],
    ["sex != 'male'", [1]],
    ["wild == true", [0, 2]],
    ["code == 7", [1, 2]],
    ["code == 07", [0]],
    ["mass > 9999", []],
  ])("%s", (expression, rowIndexes) => {
    expect(assign(expression)).toEqual([{ name: expression, rowIndexes }]);
  });

  test.each([
    ["sex < 3", 'the slice "sex < 3" orders a column of text'],
    ["wild >= true", 'the slice "wild >= true" orders a column of true and false'],
    ["mass < heavy", 'the slice "mass < heavy" compares a column of numbers with "heavy"'],
    ["mass == ''", `the slice "mass == ''" compares a column of numbers with ""`],
    ["wild == 1", 'the slice "wild == 1" compares a column of true and false with "1"'],
  ])("%s does not fit its column", (expression, message) => {
    expect(() => assign(expression)).toThrow(message);
  });

  test("a column with a value of its own in each row is no group", () => {
    const many = Array.from({ length: 51 }, (_, index): Row => ({ mass: index }));
    expect(() => slicesOf({ rows: many, types: { mass: "number" } }, ["mass"])).toThrow(
      'the slice "mass" has over 50 different values; compare it with one instead',
    );
    expect(slicesOf({ rows: many.slice(1), types: { mass: "number" } }, ["mass"])).toHaveLength(50);
  });

  test("every row is in exactly one slice of a column, and a threshold parts the numbers", () => {
    const cell = fc.option(fc.integer({ min: 0, max: 20 }), { nil: null });
    fc.assert(
      fc.property(fc.array(cell), fc.integer({ min: 0, max: 20 }), (cells, threshold) => {
        const data = { rows: cells.map((a): Row => ({ a })), types: { a: "number" as const } };
        const indexes = (expression: string) =>
          slicesOf(data, [expression]).flatMap(({ rowIndexes }) => rowIndexes);
        const all = cells.map((_, index) => index);
        expect(indexes("a").sort((x, y) => x - y)).toEqual(all);
        const filled = all.filter((index) => cells[index] !== null);
        expect(
          [...indexes(`a < ${threshold}`), ...indexes(`a >= ${threshold}`)].sort((x, y) => x - y),
        ).toEqual(filled);
      }),
    );
  });
});
