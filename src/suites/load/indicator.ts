import { effectiveSampleSize } from "../../stats/load/effective-sample-size";

/** What a 0/1 series in order of arrival is worth, in independent observations. */
export function sizeOf(indicator: Uint8Array): number {
  return indicator.length === 0 ? 0 : effectiveSampleSize(indicator);
}

/** How many of a 0/1 series are 1. */
export function sum(indicator: Uint8Array): number {
  return indicator.reduce((total, value) => total + value, 0);
}
