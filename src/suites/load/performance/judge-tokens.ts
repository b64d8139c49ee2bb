import { OUTCOME } from "../../../load/outcomes";
import type { StreamRecording } from "../../../load/stream-recording";
import { formatMeasure } from "../../../report/format-measure";
import { estimateNote } from "../../../streams/estimate-note";
import { check } from "../../../verdict/check";
import type { Check } from "../../../verdict/result";
import { identifyStream, type PerformanceStage } from "./performance-checks";
import { TOKENS_TITLE } from "./stream-titles";

/**
 * The tokens of all right streams over the time from the start of the load to its last answer. It is
 * a sum over the whole stage and judged as measured: requests that fail lower it, and so does a load
 * that offers no more.
 */
export function judgeTokens({ run, config }: PerformanceStage): Check {
  const { outcome, ended } = run.recording;
  const { tokens, estimated } = run.recording.streams as StreamRecording;
  let total = 0;
  let streams = 0;
  let byPieces = 0;
  let lastEnd = config.forMs;
  for (let i = 0; i < outcome.length; i++) {
    if (outcome[i] !== OUTCOME.open) lastEnd = Math.max(lastEnd, ended[i] as number);
    if (outcome[i] !== OUTCOME.right) continue;
    total += tokens[i] as number;
    byPieces += estimated[i] as number;
    streams += 1;
  }
  const observed = (total * 1000) / lastEnd;
  const limit = config.slo.tokensPerSecond;
  const found = [
    `${total} tokens in ${streams} right streams within ${formatMeasure(lastEnd, "ms")}`,
    ...estimateNote(byPieces),
  ];
  const shared = {
    ...identifyStream("tokens_per_second", TOKENS_TITLE),
    observed,
    unit: "per-second",
    n: streams,
  } as const;
  if (limit === null) {
    const message = ["no limit named", ...found].join("; ");
    return check({ ...shared, verdict: "skipped", message });
  }
  return check({
    ...shared,
    verdict: observed >= limit ? "pass" : "fail",
    limit,
    direction: "at-least",
    message: found.join("; "),
  });
}
