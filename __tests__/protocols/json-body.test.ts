import { parseText } from "../../src/protocols/json-body";
import { tryParseNonFinite } from "../../src/protocols/non-finite-json";

const answer = (text: string) => ({
  status: 200,
  headers: {},
  body: Buffer.from(text),
  firstByteMs: 0,
  durationMs: 0,
});

/** As long as the largest body that is read. */
const LENGTH = 16 * 1024 * 1024;

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
