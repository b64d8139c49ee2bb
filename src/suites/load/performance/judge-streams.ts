import type { StreamMeasure, StreamSlo } from "../../../config/types";
import type { StreamRecording } from "../../../load/stream-recording";
import { estimateNote } from "../../../streams/estimate-note";
import { check } from "../../../verdict/check";
import { percent } from "../../../verdict/judge-share";
import type { Check } from "../../../verdict/result";
import { judgePercentile } from "../judge-percentile";
import type { SeenRun } from "../traffic/traffic-record";
import { warmUpNotes } from "./judge-latency";
import { judgeTokens } from "./judge-tokens";
import { asksForStreams, identifyStream, type PerformanceStage } from "./performance-checks";
import { streamTimes } from "./stream-times";
import { STREAM_TITLES } from "./stream-titles";

/** Who is over a limit, and what has no such time: words that follow a number. */
const WORDS: Readonly<
  Record<StreamMeasure, { subject(p: number): string; without: string; least: string }>
> = {
  ttft: { subject: () => "requests had their first piece", without: "", least: "a piece" },
  tpot: {
    subject: () => "requests had a time per output token",
    without: "requests with a single token have none and were left out",
    least: "two tokens",
  },
  // A gap is not independent of the others of its stream, so it is the requests that are counted.
  itl: {
    subject: (p) => `requests had their own p${percentileOf(p)} of gaps`,
    without: "requests with a single piece have no gap and were left out",
    least: "two pieces",
  },
};

/** The limits on streams and the tokens of all of them; none where no stream was asked for. */
export function streamChecks(stage: PerformanceStage, warmUp: number): Check[] {
  const { slo } = stage.config;
  if (!asksForStreams(slo)) return [];
  return [...slo.streams.map((one) => judgeStream(one, stage.run, warmUp)), judgeTokens(stage)];
}

function judgeStream(slo: StreamSlo, run: SeenRun, warmUp: number): Check {
  const { name, measure, p, limitMs } = slo;
  const title = STREAM_TITLES[measure](p);
  const { subject, without, least } = WORDS[measure];
  const all = streamTimes(run, slo);
  const counted = (times: Float64Array) =>
    times.subarray(warmUp).filter((time) => !Number.isNaN(time));
  const measured = counted(all.measured);
  const leftOut = all.measured.length - warmUp - measured.length;
  if (measured.length === 0) {
    return check({
      ...identifyStream(name, title),
      verdict: "inconclusive",
      limit: limitMs,
      direction: "at-most",
      unit: "ms",
      n: 0,
      message: `no stream had ${least}, so there is nothing to judge`,
      hint: "Ask for longer answers: endpoint.parameters, or other rows.",
    });
  }
  return judgePercentile({
    check: identifyStream(name, title),
    name,
    p,
    limit: limitMs,
    times: { measured, credited: counted(all.credited) },
    subject: subject(p),
    notes: [
      ...(leftOut > 0 ? [`${leftOut} ${without}`] : []),
      ...(measure === "tpot" ? estimateNote(countEstimated(run, all.measured, warmUp)) : []),
      ...warmUpNotes(warmUp),
    ],
  });
}

/** How many of these times rest on tokens that the server did not count. */
function countEstimated({ recording }: SeenRun, times: Float64Array, warmUp: number): number {
  const { estimated } = recording.streams as StreamRecording;
  return times.reduce(
    (count, time, i) =>
      count + (i >= warmUp && Number.isFinite(time) ? (estimated[i] as number) : 0),
    0,
  );
}

/** 0.999 is p99.9. */
function percentileOf(p: number): string {
  return percent(p).replace(" %", "");
}
