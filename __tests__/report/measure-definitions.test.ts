import { definitionsFor } from "../../src/report/measure-definitions";
import type { GateResult } from "../../src/verdict/result";

const definitionsOf = (...ids: string[]) =>
  definitionsFor({
    suites: [{ checks: ids.map((id) => ({ id, interval: null })) }],
  } as unknown as GateResult);

/** The first is what the report must say of it; the general one of the suite may follow. */
test.each([
  ["acceptance/ttft.p95", "**TTFT**"],
  ["acceptance/worst_slice.ttft.p95/lang=de", "**TTFT**"],
  ["acceptance/tpot.p50", "**TPOT**"],
  ["acceptance/itl.p99.9", "**ITL**"],
  ["acceptance/tokens_per_second", "**Output tokens per second**"],
  ["acceptance/tokens_per_second/max_drop", "**Output tokens per second**"],
  ["acceptance/equals", "**Text checks**"],
  ["acceptance/worst_slice.contains/lang=de", "**Text checks**"],
  ["acceptance/regex", "**Text checks**"],
  ["acceptance/json_schema/max_drop", "**Text checks**"],
  ["acceptance/tool_calls", "**Text checks**"],
  ["acceptance/token_f1", "**Token F1**"],
  ["acceptance/rouge_l", "**ROUGE-L**"],
  ["acceptance/similarity", "**Similarity**"],
  ["acceptance/judge", "**Judge**"],
  ["load/performance/ttft.p95", "**TTFT under load**"],
  ["load/performance/tpot.p95", "**TPOT under load**"],
  ["load/performance/itl.p95", "**ITL under load**"],
  ["load/performance/tokens_per_second", "**Output tokens per second under load**"],
  ["load/performance/goodput", "**Goodput**"],
])("%s", (id, name) => {
  const [definition] = definitionsOf(id);
  expect(definition?.startsWith(name)).toBe(true);
});

test("each is said once, and only of what is there", () => {
  expect(definitionsOf("acceptance/ttft.p50", "acceptance/ttft.p95")).toHaveLength(2);
  expect(definitionsOf("system/live")).toEqual([]);
});
