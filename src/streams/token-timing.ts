import type { StreamReading } from "../protocols/types";

/** The times of one streamed answer, milliseconds. Tools differ in what they call these; the report says ours. */
export interface TokenTiming {
  /** Time to first token: from sending to the first piece with content, reasoning or a tool call in it. */
  ttftMs: number;
  /** Time per output token after the first: (last − first) / (tokens sent − 1); null for a single token. */
  tpotMs: number | null;
  /** Gaps between pieces (inter-chunk latency): a piece may hold several tokens. */
  gapsMs: number[];
  outputTokens: number;
  /** Whether the tokens were counted by the server (`usage`) or by the pieces. */
  estimated: boolean;
}

/** Null where nothing was generated. */
export function timeTokens({
  deltas,
  outputTokens,
}: Pick<StreamReading, "deltas" | "outputTokens">): TokenTiming | null {
  const first = deltas[0];
  const last = deltas.at(-1);
  if (!first || !last) return null;
  const { count, unsent, by } = outputTokens;
  const after = count - unsent - 1;
  return {
    ttftMs: first.atMs,
    tpotMs: after > 0 ? (last.atMs - first.atMs) / after : null,
    gapsMs: deltas.slice(1).map(({ atMs }, i) => atMs - (deltas[i]?.atMs ?? atMs)),
    outputTokens: count,
    estimated: by === "estimate",
  };
}
