import type { Endpoint } from "./types";

/** Why what is measured of streams cannot be measured at these endpoints; null where it can. */
export function whyUnstreamed(endpoints: readonly (Endpoint | null)[]): string | null {
  const without = endpoints.find((endpoint) => endpoint && !endpoint.model.decodeStream);
  return without
    ? `the metrics of streams need a stream, and protocol ${without.model.protocol} of the ${without.role} has none`
    : null;
}

export const UNSTREAMED_HINT = "Leave these metrics out, or gate the route that streams.";
