import type { StreamMeasure, StreamSlo } from "../../../config/types";
import { OUTCOME } from "../../../load/outcomes";
import type { StreamRecording } from "../../../load/stream-recording";
import { ownDelays, type ResponseTimes } from "../response-times";
import type { SeenRun } from "../traffic/traffic-record";

interface Source {
  valuesOf(streams: StreamRecording, p: number): Float64Array;
  /** How much of a delay of this machine's own such a time can hold, at most. */
  shareOfDelay(tokens: number): number;
}

const SOURCES: Readonly<Record<StreamMeasure, Source>> = {
  ttft: { valuesOf: ({ ttft }) => ttft, shareOfDelay: () => 1 },
  // What makes the last token late is spread over all tokens after the first.
  tpot: { valuesOf: ({ tpot }) => tpot, shareOfDelay: (tokens) => 1 / (tokens - 1) },
  itl: { valuesOf: ({ itl }, p) => itl.get(p) as Float64Array, shareOfDelay: () => 1 },
};

/**
 * One measure of each request of a run, in order of arrival, as it was and without this machine's own
 * delays. Infinity for what got no right answer, or one without a token; NaN for a stream that is too
 * short to have the measure.
 */
export function streamTimes(run: SeenRun, { measure, p }: StreamSlo): ResponseTimes {
  const { outcome, intended, ended } = run.recording;
  const streams = run.recording.streams as StreamRecording;
  const { valuesOf, shareOfDelay } = SOURCES[measure];
  const values = valuesOf(streams, p);
  const delay = ownDelays(run);
  const measured = values.map((value, i) => {
    const begun = outcome[i] === OUTCOME.right && !Number.isNaN(streams.ttft[i]);
    return begun ? value : Number.POSITIVE_INFINITY;
  });
  const credited = measured.map((time, i) => {
    if (!Number.isFinite(time)) return time;
    const start = intended[i] as number;
    const end = measure === "ttft" ? start + (streams.ttft[i] as number) : (ended[i] as number);
    return Math.max(0, time - delay(start, end) * shareOfDelay(streams.tokens[i] as number));
  });
  return { measured, credited };
}
