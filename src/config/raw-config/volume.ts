import type { Off, RawShare } from "./quantities";

export interface RawVolume {
  batch?: number[];
  repeat?: number[];
  each?: number;
  max_exponent?: number;
  correct?: RawShare | Off;
}
