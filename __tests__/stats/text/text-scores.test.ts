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

test("ROUGE-L of endless texts ends", () => {
  const text = Array.from({ length: 100_000 }, (_, i) => `w${i % 7}`).join(" ");
  expect(rougeL(text, text)).toBe(1);
});

/** SQuAD's `evaluate-v1.1.py`: `normalize_answer`, then F1 of the two bags of words. */
test.each([
  ["Denver Broncos", "the Denver Broncos!", 1],
  ["Saint Bernadette Soubirous", "Bernadette Soubirous in 1858", 4 / 7],
  ["the the the", "", 1],
  ["a cat", "dog", 0],
  ["in 1858", "1858 1858", 2 / 4],
  ["", "word", 0],
  ["Ångström & Söhne", "ångström söhne", 1],
])("token F1 of %j and %j", (expected, actual, f1) => {
  expect(tokenF1(expected, actual)).toBeCloseTo(f1, 12);
});
