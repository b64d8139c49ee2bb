import { gzipSync } from "node:zlib";
import { createAnswerCheck } from "../../src/load/answer-checker";
import type { RawAnswer } from "../../src/load/transport/transport";
import { doubling } from "./harness";

const JSON_TYPE = { "content-type": "application/json" };
const textOf = (y: number) => Buffer.from(JSON.stringify({ y }));

function raw(body: Buffer, headers: Record<string, string> = JSON_TYPE, status = 200): RawAnswer {
  return { status, headers: Object.entries(headers).flat().map(Buffer.from), body };
}

function open(tolerance = { rel: 0, abs: 0 }) {
  const answer = { outputs: [{ name: "y", value: 2 }] } as never;
  const reference = { echoedId: null, answer, body: textOf(2) };
  const check = createAnswerCheck(doubling, [reference], tolerance);
  /** Null where the answer was known by its bytes; else why it is wrong, or "right". */
  return async (given: RawAnswer) => {
    const verdict = await check(0, given);
    return verdict && (verdict.reason ?? "right");
  };
}

test("an answer is read once, and known by its bytes then, whatever its date", async () => {
  const ask = open();
  expect(await ask(raw(textOf(2), { ...JSON_TYPE, date: "today" }))).toBe("right");
  expect(await ask(raw(textOf(2), { ...JSON_TYPE, date: "tomorrow" }))).toBeNull();
  expect(await ask(raw(textOf(3)))).toMatch(/y/);
  expect(await ask(raw(textOf(3)))).toMatch(/y/);
  expect(await ask(raw(textOf(2)))).toBeNull();
});

test("the right bytes under another encoding, type or status are read again", async () => {
  const ask = open();
  expect(await ask(raw(textOf(2)))).toBe("right");
  expect(await ask(raw(textOf(2), { ...JSON_TYPE, "Content-Encoding": "gzip" }))).toMatch(
    /not the gzip that its header says/,
  );
  expect(await ask(raw(textOf(2), { "content-type": "text/html" }))).toBe("right");
  expect(await ask(raw(textOf(2), JSON_TYPE, 206))).toBe("status 206");
});

test("compressed bytes are known as such, and read again without the header that says so", async () => {
  const ask = open();
  const zipped = gzipSync(textOf(2));
  const headers = { ...JSON_TYPE, "content-encoding": "gzip" };
  expect(await ask(raw(zipped, headers))).toBe("right");
  expect(await ask(raw(zipped, headers))).toBeNull();
  await expect(ask(raw(zipped))).rejects.toThrow(/JSON/);
});

test("what is right within the tolerance is not what later answers are compared with", async () => {
  const ask = open({ rel: 0, abs: 0.1 });
  expect(await ask(raw(textOf(2.08)))).toBe("right");
  expect(await ask(raw(textOf(2.16)))).toMatch(/y/);
});

test("an answer that was overwritten after it was given is remembered as it was", async () => {
  const ask = open();
  const buffer = textOf(2);
  const first = ask(raw(buffer));
  buffer.write(JSON.stringify({ y: 9 }));
  expect(await first).toBe("right");
  expect(await ask(raw(buffer))).toMatch(/y/);
  expect(await ask(raw(textOf(2)))).toBeNull();
});
