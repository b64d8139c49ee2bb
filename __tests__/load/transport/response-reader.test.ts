import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ResponseReader } from "../../../src/load/http1/response-reader";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

test("chunks of one byte take no more memory than a body takes", () => {
  const reader = new ResponseReader({ maxAnswerBytes: 1e9, streamClock: null }, undefined);
  reader.read(Buffer.from("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
  const chunks = 10_000;
  const bytes = Buffer.from("1\r\nx\r\n".repeat(chunks));
  const before = heapBytes();
  for (let n = 0; n < 30; n++) reader.read(bytes);
  // A Buffer for each would take thirty megabytes.
  expect(heapBytes() - before).toBeLessThan(10_000_000);
  reader.read(Buffer.from("0\r\n\r\n"));
  expect(reader.done).toBe(true);
  expect(reader.answer().body.equals(Buffer.alloc(30 * chunks, "x"))).toBe(true);
});
