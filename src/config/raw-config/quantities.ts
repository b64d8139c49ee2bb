/** `off` is a word in YAML 1.2; in older YAML it is false. */
export type Off = "off" | false;
/** A fraction, or text such as "1%". */
export type RawShare = number | string;

export interface RawTolerance {
  rel?: number;
  abs?: number;
}

export type RawBound = number | string;
