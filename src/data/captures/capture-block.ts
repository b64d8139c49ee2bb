import type { Block } from "../table";
import { type CapturedRequest, isInference } from "./captured-request";

export const REQUEST_COLUMN = "request";

/** One captured request as a row; or, of a method that is no inference, as one left out. */
export function toBlock({ method, request }: { method: string; request: CapturedRequest }): Block {
  const columns = [REQUEST_COLUMN];
  return isInference(method)
    ? { columns, rows: [[request]], lines: [] }
    : { columns, rows: [], lines: [], leftOut: method };
}
