import { createProgress } from "../../src/report/progress";
import { passing, suite } from "../support/results";

function recorder(isTerminal: boolean, columns = 80) {
  const state = { time: 0, text: "" };
  const write = (text: string) => {
    state.text += text;
  };
  const progress = createProgress({ write, isTerminal, now: () => state.time, columns });
  return { state, progress };
}

const done = suite("load", [passing("load/performance/p95")], { durationMs: 25_000 });

test("a log gets a line at the start and the end, and at most one in ten seconds", () => {
  const { state, progress } = recorder(false);
  progress.suiteStarted("load");
  for (state.time = 1000; state.time <= 25_000; state.time += 1000) {
    progress.advance("load", state.time / 1000, 25, "performance");
  }
  progress.suiteDone(done);
  expect(state.text).toBe(
    [
      "… load",
      "… load 10/25, 10.0 s, performance",
      "… load 20/25, 20.0 s, performance",
      "✓ load 1/1, 25.0 s",
      "",
    ].join("\n"),
  );
});

test("a terminal gets one line, drawn again", () => {
  const { state, progress } = recorder(true);
  progress.suiteStarted("load");
  state.time = 50;
  progress.advance("load", 1, 20, "warm-up");
  state.time = 500;
  progress.advance("load", 10, 20, "performance");
  progress.suiteDone(done);
  expect(state.text.split("\r\u001b[K")).toEqual([
    "",
    "… load",
    "… load ██████████░░░░░░░░░░ 10/20, 500 ms, performance",
    "✓ load 1/1, 25.0 s\n",
  ]);
});

test("a terminal that is narrow gets a line that does not break", () => {
  const { state, progress } = recorder(true, 40);
  progress.suiteStarted("load");
  state.time = 500;
  progress.advance("load", 10, 20, "a very long explanation of what goes on");
  expect(state.text.split("\r\u001b[K").at(-1)).toHaveLength(38);
});

test("an unknown total is a count without a bar, and hostile text stays on its line", () => {
  const { state, progress } = recorder(false);
  progress.suiteStarted("system");
  state.time = 10_000;
  progress.advance("system", 3, 0, "a\n::error::b\u001b[2J");
  expect(state.text).toBe("… system\n… system 3, 10.0 s, a ::error::b\n");
});
