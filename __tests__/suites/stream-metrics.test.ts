import type { TokenTiming } from "../../src/streams/token-timing";
import { findMetric } from "../../src/suites/acceptance/metrics";
import type { ScoredRows } from "../../src/suites/acceptance/scored-rows";

const timing = (gapsMs: number[], more: Partial<TokenTiming> = {}): TokenTiming => ({
  ttftMs: 10,
  tpotMs: gapsMs.length === 0 ? null : 5,
  gapsMs,
  outputTokens: gapsMs.length + 1,
  estimated: false,
  ...more,
});
const rowsOf = (...timings: (TokenTiming | null)[]) =>
  ({
    timings,
    latencyMs: timings.map(() => 1000),
  }) as unknown as ScoredRows;
const valueOn = (name: string, rows: ScoredRows) =>
  findMetric(name).value(rows, [...rows.timings.keys()]);
const notesOf = (name: string, rows: ScoredRows) =>
  findMetric(name).notes?.(rows, [...rows.timings.keys()]);
const LONG = Array(100).fill(10);

test("a row without a stream weighs as much as one with a hundred gaps", () => {
  const rows = rowsOf(timing(LONG), timing(LONG), timing(LONG), null);
  expect(valueOn("itl.p95", rows)).toBe(Number.POSITIVE_INFINITY);
  expect(valueOn("itl.p50", rows)).toBe(10);
});

test("ITL is the percentile over the rows of each row's own", () => {
  const uneven = [...Array(90).fill(1), ...Array(10).fill(50)];
  const rows = rowsOf(timing(uneven), timing([3]), timing([2, 2]));
  expect(valueOn("itl.p95", rows)).toBeCloseTo(3 + 0.9 * (50 - 3));
  expect(valueOn("itl.p50", rows)).toBe(2);
});

test("what has no such time is left out, and told", () => {
  const rows = rowsOf(timing([]), timing([4]), timing([6]));
  expect(valueOn("itl.p50", rows)).toBe(5);
  expect(notesOf("itl.p50", rows)).toEqual(["1 of 3 rows had a single piece and were left out"]);
  expect(notesOf("tpot.p50", rows)).toEqual(["1 of 3 rows had a single token and were left out"]);
  expect(notesOf("ttft.p50", rows)).toEqual([]);
  expect(valueOn("tpot.p50", rowsOf(timing([])))).toBeNaN();
});

test("what rests on tokens that the server did not count is marked", () => {
  const rows = rowsOf(timing([1], { estimated: true }), timing([1]), null);
  const note =
    "estimated: 1 streams did not say how many tokens they have, and their pieces were counted";
  expect(notesOf("tpot.p50", rows)).toEqual([note]);
  expect(notesOf("tokens_per_second", rows)).toEqual([note]);
  expect(notesOf("itl.p50", rows)).toEqual([]);
});

test("an empty answer took time and gave no token; no answer took for ever", () => {
  const rows = rowsOf(timing(Array(19).fill(1)), null);
  expect(valueOn("tokens_per_second", rows)).toBe(10);
  const missing = { ...rows, latencyMs: [1000, Number.POSITIVE_INFINITY] };
  expect(valueOn("tokens_per_second", missing)).toBe(0);
});
