import type { HttpAnswer } from "../../src/http/types";
import { tryParseJson } from "../../src/protocols/json-body";
import { tryParseNonFinite } from "../../src/protocols/non-finite-json";

const answer = (text: string) => ({ status: 200, body: Buffer.from(text) }) as HttpAnswer;

test("an answer that holds a picture of 12 MB", () => {
  const b64 = "A".repeat(12_000_000);
  expect(tryParseJson(answer(`{"b64":"${b64}"}`))).toEqual({ b64 });
  expect(tryParseNonFinite(answer(`{"b64":"${b64}","score":NaN}`))).toEqual({
    b64,
    score: Number.NaN,
  });
});
