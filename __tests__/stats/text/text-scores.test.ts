import { rougeL } from "../../../src/stats/text/rouge-l";
import { tokenF1 } from "../../../src/stats/text/token-f1";
import cases from "../../fixtures/text/rouge-l.json";

test.each(cases as [string, string, number][])("ROUGE-L of %j and %j", (a, b, f) => {
  expect(rougeL(a, b)).toBeCloseTo(f, 12);
});

test("ROUGE-L knows words of every script, and how accents are written", () => {
  expect(rougeL("Привет, мир", "привет мир")).toBe(1);
  expect(rougeL("Grüße aus Köln", "grüße nach Köln")).toBeCloseTo(2 / 3, 12);
});

describe("ROUGE-L of long texts", () => {
  const words = (count: number, name: string) =>
    Array.from({ length: count }, (_, i) => `${name}${i}`).join(" ");

  test("ends, and knows equal ones", () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `w${i % 7}`).join(" ");
    expect(rougeL(text, text)).toBe(1);
  });

  test("counts what follows a good beginning", () => {
    const good = words(2000, "a");
    expect(rougeL(good, `${good} ${words(6000, "b")}`)).toBeCloseTo((2 * 2000) / 10_000, 12);
    expect(rougeL(`${good} ${words(6000, "b")}`, good)).toBeCloseTo((2 * 2000) / 10_000, 12);
  });

  test("finds what is alike at both ends, however long", () => {
    const [head, tail] = [words(5000, "h"), words(5000, "t")];
    expect(rougeL(`${head} x ${tail}`, `${head} y ${tail}`)).toBeCloseTo(10_000 / 10_001, 12);
  });

  test("never says more than there is where it cannot look at all", () => {
    const other = `y ${words(4000, "a")} z`;
    expect(rougeL(`x ${words(4000, "a")} w`, other)).toBeLessThanOrEqual(4000 / 4002);
    expect(rougeL(`x ${words(4000, "a")} w`, other)).toBeGreaterThan(0.4);
  });
});

/** SQuAD's `evaluate-v1.1.py`: `normalize_answer`, then F1 of the two bags of words. */
test.each([
  ["Denver Broncos", "the Denver Broncos!", 1],
  ["Saint Bernadette Soubirous", "Bernadette Soubirous in 1858", 4 / 7],
  ["the the the", "", 0],
  ["a cat", "dog", 0],
  ["in 1858", "1858 1858", 2 / 4],
  ["", "word", 0],
  ["Ångström & Söhne", "ångström söhne", 1],
  ["", "", 1],
  ["?!", "", 0],
  ["?!", "...", 0],
  ["?!", " ?! ", 1],
  ["👍", "👎", 0],
  ["great 👍", "great 👎", 1 / 2],
  ["5€", "5", 0],
  ["$5", "5", 1],
  ["ça va", "ç va", 1 / 2],
  ["«Да», сказал он", "да сказал он", 1],
  ["东京", "东京", 1],
  ["东京", "大阪", 0],
])("token F1 of %j and %j", (expected, actual, f1) => {
  expect(tokenF1(expected, actual)).toBeCloseTo(f1, 12);
});
