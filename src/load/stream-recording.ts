import type { StreamReading } from "../protocols/types";
import { quantile } from "../stats/percentile";
import { timeTokens } from "../streams/token-timing";
import type { StreamPlan } from "./load-plan";
import { shared, unsetTimes } from "./shared-columns";

/**
 * What each right stream of a stage was measured as, by its place in the schedule; NaN where there was
 * none, or it has no such measure. A stream's many times are reduced to these few when it ends.
 */
export interface StreamRecording {
  /** Milliseconds from the intended start to the first piece. */
  ttft: Float64Array;
  /** Milliseconds a token after the first; a single token has none. */
  tpot: Float64Array;
  /** By percentile: that of the stream's own gaps between pieces; a single piece has none. */
  itl: ReadonlyMap<number, Float64Array>;
  tokens: Float64Array;
  /** 1 where the server did not count the tokens and the pieces were counted. */
  estimated: Uint8Array;
}

export function createStreamRecording(
  requests: number,
  { gapPercentiles }: StreamPlan,
): StreamRecording {
  const unset = () => unsetTimes(requests);
  return {
    ttft: unset(),
    tpot: unset(),
    itl: new Map(gapPercentiles.map((p) => [p, unset()])),
    tokens: unset(),
    estimated: shared(Uint8Array, requests),
  };
}

export function trimStreams(streams: StreamRecording, requests: number): StreamRecording {
  const { itl, estimated, ...columns } = streams;
  const cut = Object.entries(columns).map(([name, column]) => [name, column.subarray(0, requests)]);
  return {
    ...(Object.fromEntries(cut) as typeof columns),
    itl: new Map([...itl].map(([p, values]) => [p, values.subarray(0, requests)])),
    estimated: estimated.subarray(0, requests),
  };
}

export function recordStream(
  recording: StreamRecording,
  index: number,
  reading: StreamReading,
): void {
  const { count, by } = reading.outputTokens;
  recording.tokens[index] = count;
  recording.estimated[index] = by === "estimate" ? 1 : 0;
  const timing = timeTokens(reading);
  if (timing === null) return;
  recording.ttft[index] = timing.ttftMs;
  recording.tpot[index] = timing.tpotMs ?? Number.NaN;
  if (timing.gapsMs.length === 0) return;
  const gaps = Float64Array.from(timing.gapsMs).sort();
  for (const [p, values] of recording.itl) values[index] = quantile(gaps, p);
}
