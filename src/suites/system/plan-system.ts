import type { SystemLevel } from "../../config/types";

/** About how many requests the suite sends at each level to a sound endpoint with enough rows. */
export const SYSTEM_REQUESTS: Readonly<Record<SystemLevel, number>> = {
  smoke: 15,
  standard: 120,
  strict: 850,
};
