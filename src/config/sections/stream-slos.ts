import type { Context } from "../context";
import type { KeyPath } from "../problem";
import type { RawSlo } from "../raw-config";
import { readDuration, within } from "../read-quantity";
import { STREAM_MEASURES, type StreamMeasure, type StreamSlo } from "../types";

const KEY = /^(ttft|tpot|itl)\.p(\d+(?:\.\d+)?)$/;

/** The limits on percentiles of streams, by measure and percentile, however they were written. */
export function readStreamSlos(context: Context, path: KeyPath, raw: RawSlo): StreamSlo[] {
  return Object.entries(raw)
    .flatMap(([name, given]): StreamSlo[] => {
      const [, measure, percentile] = KEY.exec(name) ?? [];
      if (measure === undefined) return [];
      const limitMs = readDuration(context, [...path, name], String(given), Number.NaN);
      // 99.9 / 100 is not the very 0.999 that it means.
      const p = Number((Number(percentile) / 100).toPrecision(12));
      return [{ name, measure: measure as StreamMeasure, p, limitMs }];
    })
    .sort((a, b) => rank(a) - rank(b) || a.p - b.p);
}

export function readTokensPerSecond(
  context: Context,
  path: KeyPath,
  { tokens_per_second: given }: RawSlo,
): number | null {
  if (given === undefined) return null;
  return within(context, [...path, "tokens_per_second"], given, given, {
    holds: (tokens) => tokens > 0 && Number.isFinite(tokens),
    text: "a number over 0",
  });
}

function rank({ measure }: StreamSlo): number {
  return STREAM_MEASURES.indexOf(measure);
}
