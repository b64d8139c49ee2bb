import { InfergateError } from "../../src/errors";
import { parseShard } from "../../src/shards/shard";
import { parseStartAt } from "../../src/shards/start-at";

const codeOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof InfergateError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error("nothing was thrown");
};

test.each([
  ["1/1", {}, { index: 1, total: 1 }],
  ["2/4", {}, { index: 2, total: 4 }],
  ["auto/4", { JOB_COMPLETION_INDEX: "3" }, { index: 4, total: 4 }],
])("%s", (text, env, shard) => {
  expect(parseShard(text, "--shard", env)).toEqual(shard);
});

test.each([
  ["0/4", {}, "--shard 0/4: expected i/n with 1 ≤ i ≤ n ≤ 256"],
  ["5/4", {}, "--shard 5/4: expected i/n with 1 ≤ i ≤ n ≤ 256"],
  ["1/257", {}, "--shard 1/257: expected i/n with 1 ≤ i ≤ n ≤ 256"],
  ["1", {}, "--shard 1: expected i/n with 1 ≤ i ≤ n ≤ 256"],
  ["-1/4", {}, "--shard -1/4: expected i/n with 1 ≤ i ≤ n ≤ 256"],
  ["auto/4", {}, "--shard auto/4: JOB_COMPLETION_INDEX is not set"],
  ["auto/4", { JOB_COMPLETION_INDEX: "4" }, "--shard auto/4: expected i/n with 1 ≤ i ≤ n ≤ 256"],
])("%s is no shard", (text, env, message) => {
  expect(codeOf(() => parseShard(text, "--shard", env))).toBe(`usage/shard: ${message}`);
});

const now = Date.parse("2026-11-24T12:00:00Z");

test.each([
  ["2026-11-24T12:01:00Z", 60],
  ["2026-11-24T14:01+02:00", 60],
  ["2026-11-24T12:00:00.500Z", 0.5],
  [String(now / 1000 + 90), 90],
])("start at %s", (text, seconds) => {
  expect(parseStartAt(text, "--start-at", now)).toBe(now + seconds * 1000);
});

test.each([
  ["12:00", "expected a time with its zone"],
  ["2026-11-24T12:01:00", "expected a time with its zone"],
  ["2026-13-24T12:01:00Z", "expected a time with its zone"],
  ["2026-11-24T11:59:50Z", "that was 10 s ago, so the shards would not start together"],
  ["2026-11-24T14:01:00Z", "that is more than an hour off"],
])("start at %s cannot be", (text, why) => {
  expect(codeOf(() => parseStartAt(text, "--start-at", now))).toBe(
    `usage/start-at: --start-at ${text}: ${why}`,
  );
});
