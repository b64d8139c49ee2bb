import type { StreamMeasure } from "../../../config/types";
import { percent } from "../../../verdict/judge-share";

/** What a limit on a percentile of streams asks. */
export const STREAM_TITLES: Readonly<Record<StreamMeasure, (p: number) => string>> = {
  ttft: (p) => `${percent(p)} of the streams begin in time`,
  tpot: (p) => `${percent(p)} of the streams are fast enough a token`,
  itl: (p) => `${percent(p)} of the streams come without long gaps`,
};

export const TOKENS_TITLE = "Output tokens of all streams together";
