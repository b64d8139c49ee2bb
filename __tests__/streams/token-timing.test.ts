import type { StreamDelta } from "../../src/protocols/types";
import { timeTokens } from "../../src/streams/token-timing";

const at = (...times: number[]): StreamDelta[] =>
  times.map((atMs) => ({ atMs, kind: "content", text: "x" }));

test("the definitions, on a stream of four tokens in three pieces", () => {
  const timing = timeTokens({
    deltas: at(100, 150, 190),
    outputTokens: { count: 4, unsent: 0, by: "usage" },
  });
  expect(timing).toEqual({
    ttftMs: 100,
    tpotMs: 30,
    gapsMs: [50, 40],
    outputTokens: 4,
    estimated: false,
  });
});

test("a single token has a first and no time after it", () => {
  const timing = timeTokens({
    deltas: at(100),
    outputTokens: { count: 1, unsent: 0, by: "estimate" },
  });
  expect(timing).toMatchObject({ ttftMs: 100, tpotMs: null, gapsMs: [], estimated: true });
});

test("nothing generated has no times", () => {
  expect(timeTokens({ deltas: [], outputTokens: { count: 0, unsent: 0, by: "usage" } })).toBeNull();
});

test("reasoning that is not sent is no part of the time after the first piece", () => {
  const outputTokens = { count: 1004, unsent: 1000, by: "usage" } as const;
  const timing = timeTokens({ deltas: at(5000, 5050, 5090), outputTokens });
  expect(timing).toMatchObject({ ttftMs: 5000, tpotMs: 30, outputTokens: 1004 });
  const single = { count: 1001, unsent: 1000, by: "usage" } as const;
  expect(timeTokens({ deltas: at(9), outputTokens: single })).toMatchObject({ tpotMs: null });
});
