import type { GateOptions } from "./options";

/** Where neither a seed nor a commit is known. Any fixed number will do; it makes runs repeatable. */
const DEFAULT_SEED = 1;

/**
 * The seed is fixed before the run: as given, else from the commit, so that nobody draws again until
 * the draw is lucky.
 */
export function chooseSeed({ seed, commit }: Pick<GateOptions, "seed" | "commit">): number {
  if (seed !== null) return seed;
  const digits = /^[0-9a-f]{8}/.exec(commit ?? "");
  return digits ? Number.parseInt(digits[0], 16) : DEFAULT_SEED;
}
