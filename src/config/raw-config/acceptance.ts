import type { RawEndpoint } from "./endpoint";
import type { RawBound, RawShare } from "./quantities";

export type RawLimit = string | RawLimitMap;

export interface RawLimitMap {
  min?: RawBound;
  max?: RawBound;
  max_drop?: RawBound;
  min_rows?: number;
  confidence?: RawShare;
  /** Of `regex`. */
  pattern?: string;
  flags?: string;
  /** Of `json_schema`. */
  schema?: string;
  /** Of `similarity` and `judge`. */
  endpoint?: RawEndpoint;
  /** Of `judge`. */
  rubric?: string;
  repeats?: number;
  min_agreement?: RawShare;
}
