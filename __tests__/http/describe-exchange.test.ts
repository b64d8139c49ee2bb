import fc from "fast-check";
import { describeExchange } from "../../src/http/describe-exchange";
import { printableText, truncateText } from "../../src/http/printable-text";
import type { Exchange } from "../../src/http/types";
import { get, post, targetOf } from "./harness";

const token = "s3cret-token-of-the-endpoint";
const client = {
  target: targetOf("https://h.example/base/", { auth: { kind: "bearer", token } }),
};
const answer = (body: string | Buffer, headers: Record<string, string> = {}): Exchange => ({
  ok: true,
  answer: { status: 400, headers, body: Buffer.from(body), firstByteMs: 11, durationMs: 12.3 },
});

test("an exchange as proof: names of headers, values of two, bodies", () => {
  const evidence = describeExchange(
    client,
    post("/v2/models/m/infer", '{"inputs":[]}'),
    answer('{"error":"no inputs"}', {
      server: "uvicorn",
      "content-type": "application/json",
      "content-length": "21",
      "set-cookie": "session=1",
    }),
  );
  expect(evidence.request.split("\n")).toEqual([
    "POST /base/v2/models/m/infer",
    "content-type: application/json",
    "headers: accept, accept-encoding, authorization, user-agent",
    "",
    '{"inputs":[]}',
  ]);
  expect(evidence.response.split("\n")).toEqual([
    "400 after 12 ms",
    "content-type: application/json",
    "content-length: 21",
    "headers: server, set-cookie",
    "",
    '{"error":"no inputs"}',
  ]);
});

test("no answer", () => {
  const { request, response } = describeExchange(client, get("/x"), {
    ok: false,
    failure: { kind: "timeout", reached: true, message: "no answer within 5 s", durationMs: 5001 },
  });
  expect(request).toMatch(/^GET \/base\/x\nheaders: [^\n]+$/);
  expect(response).toBe("no answer (timeout): no answer within 5 s");
});

test("bodies are cut at 400 characters, bytes are counted only", () => {
  const body = (text: string | Buffer) =>
    describeExchange(client, get(), answer(text)).response.split("\n\n")[1];
  expect(body("x".repeat(400))).toBe("x".repeat(400));
  expect(body("x".repeat(1000))).toBe(`${"x".repeat(400)}… (600 more characters)`);
  expect(body(Buffer.from([0xff, 0xfe, 0x00]))).toBe("<3 bytes>");
  expect(body(Buffer.from("has a \0 in it"))).toBe("<13 bytes>");
  expect(body("")).toBeUndefined();
});

test("credentials are masked, and before the cut: no half of one is left", () => {
  for (let before = 0; before < 410; before += 1) {
    const { response } = describeExchange(client, get(), answer("x".repeat(before) + token));
    expect(response).not.toContain(token.slice(0, 4));
  }
  const echo = { "content-type": `text/${token}`, [token]: "1" };
  expect(describeExchange(client, get(`/?key=${token}`), answer("", echo))).toEqual({
    request: expect.not.stringContaining(token),
    response: "400 after 12 ms\ncontent-type: text/***\nheaders: ***",
  });
});

test("a header cannot forge further lines, nor drive a terminal", () => {
  const evil = { "content-type": "a\nHTTP/1.1 200 OK\u001b[2J" };
  const { response } = describeExchange(client, get(), answer("\u001b]0;x\u0007\r\n\u202e", evil));
  expect(response.split("\n")).toEqual([
    "400 after 12 ms",
    "content-type: a HTTP/1.1 200 OK\\u{1b}[2J",
    "",
    "\\u{1b}]0;x\\u{7}",
    "\\u{202e}",
  ]);
});

describe("printableText", () => {
  test("leaves nothing invisible, and plain text alone", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(printableText(text)).toMatch(/^(?:[\n\t]|[^\p{Cc}\p{Cf}\p{Cs}\u2028\u2029])*$/u);
      }),
    );
    for (const text of ["plain\n\ttext", "ünïcödé 漢字 🎉", ""])
      expect(printableText(text)).toBe(text);
  });
});

describe("truncateText", () => {
  test("never cuts a character in two and never grows what is kept", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(50), (text, max) => {
        const cut = truncateText(text, max);
        if (text.length <= max) return expect(cut).toBe(text);
        const kept = cut.slice(0, cut.lastIndexOf("… ("));
        expect(text.startsWith(kept)).toBe(true);
        expect(kept.length).toBeLessThanOrEqual(max);
        expect(Buffer.from(kept).toString()).toBe(kept); // no half of a surrogate pair
      }),
    );
  });
});
