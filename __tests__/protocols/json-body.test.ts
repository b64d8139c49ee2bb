import type { HttpAnswer } from "../../src/http/types";
import { parseText, tryParseJson } from "../../src/protocols/json-body";
import { tryParseNonFinite } from "../../src/protocols/non-finite-json";

const answer = (text: string) => ({ status: 200, body: Buffer.from(text) }) as HttpAnswer;

/** As long as the largest body that is read. */
const LENGTH = 16 * 1024 * 1024;

test("an answer that holds a picture of 12 MB", () => {
  const b64 = "A".repeat(12_000_000);
  expect(tryParseJson(answer(`{"b64":"${b64}"}`))).toEqual({ b64 });
  expect(tryParseNonFinite(answer(`{"b64":"${b64}","score":NaN}`))).toEqual({
    b64,
    score: Number.NaN,
  });
});

test.each([
  ["of one word", "a".repeat(LENGTH)],
  ["of escapes", "\\n".repeat(LENGTH / 2)],
])("a text %s as long as a body may be is read", (_, text) => {
  expect(parseText(`{"a":"${text}"}`)).toBeDefined();
  expect(tryParseNonFinite(answer(`{"a":"${text}","b":NaN}`))).toBeDefined();
});

test.each([
  ["brackets within texts are no nesting", `["${"[".repeat(100)}","\\"${"{".repeat(100)}"]`, true],
  ["as deep as may be", `${"[".repeat(64)}${"]".repeat(64)}`, true],
  ["deeper", `${'{"a":'.repeat(65)}1${"}".repeat(65)}`, false],
])("%s", (_, text, isRead) => {
  expect(parseText(text) !== undefined).toBe(isRead);
});
