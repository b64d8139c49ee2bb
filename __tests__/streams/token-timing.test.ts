import type { StreamDelta } from "../../src/protocols/types";
import { timeTokens } from "../../src/streams/token-timing";

const at = (...times: number[]): StreamDelta[] =>
  times.map((atMs) => ({ atMs, kind: "content", text: "x" }));

test("the definitions, on a stream of four tokens in three pieces", () => {
  const timing = timeTokens(
    { deltas: at(100, 150, 190), outputTokens: { count: 4, by: "usage" } },
    200,
  );
  expect(timing).toEqual({
    ttftMs: 100,
    tpotMs: 30,
    gapsMs: [50, 40],
    outputTokens: 4,
    estimated: false,
    durationMs: 200,
  });
});

test("a single token has a first and no time after it", () => {
  const timing = timeTokens({ deltas: at(100), outputTokens: { count: 1, by: "estimate" } }, 110);
  expect(timing).toMatchObject({ ttftMs: 100, tpotMs: null, gapsMs: [], estimated: true });
});

test("nothing generated has no times", () => {
  expect(timeTokens({ deltas: [], outputTokens: { count: 0, by: "usage" } }, 10)).toBeNull();
});
