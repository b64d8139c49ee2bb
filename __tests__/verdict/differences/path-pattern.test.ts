import { ANY_PLACE, type Step, showPath } from "../../../src/verdict/differences/path";
import { parsePathPattern } from "../../../src/verdict/differences/path-pattern";

const PRICE: Step[] = ["body", "items", ANY_PLACE, "price"];
const ODD: Step[] = ["body", "a.b", "x y"];

test("paths are shown as patterns are written", () => {
  expect(showPath(PRICE)).toBe("body.items[*].price");
  expect(showPath(ODD)).toBe('body["a.b"]["x y"]');
  expect(showPath(["y 1"])).toBe('"y 1"');
  for (const steps of [PRICE, ODD, ["y 1"], ["naïve", "snake_case", "kebab-case"]]) {
    expect(parsePathPattern(showPath(steps))?.matches(steps)).toBe(true);
  }
});

test.each<[string, Step[], boolean]>([
  ["body.items[*].price", PRICE, true],
  ["body.items.price", PRICE, false],
  ["body.items[*]", PRICE, false],
  ["body.*[*].pr*e", PRICE, true],
  ["body.*.*.*", PRICE, true],
  ["body.*.*", PRICE, false],
  ["**.price", PRICE, true],
  ["**", PRICE, true],
  ["body.**", PRICE, true],
  ["body.**.body", PRICE, false],
  ["**.items.**", PRICE, true],
  ["**.id", ["id"], true],
  ["**.*_at", ["body", "created_at"], true],
  ["**.*_at", ["body", "created_at_once"], false],
  ["a*", ["axb"], true],
  ["a.b", ["a.b"], false],
  ["(a+)+", ["aaaa"], false],
])("%s and %j: %s", (pattern, steps, expected) => {
  expect(parsePathPattern(pattern)?.matches(steps)).toBe(expected);
});

test.each(["", ".", "a.", ".a", "a..b", "a[0]", "a[", "a]", 'a["b', 'a["\\x"]', "a[*]b", "a b[*"])(
  "%j is no pattern",
  (text) => {
    expect(parsePathPattern(text)).toBeNull();
  },
);
