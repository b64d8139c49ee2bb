import { requireThat } from "../require-that";

/** So many of so many: errors of requests, right answers of all. */
export interface Share {
  successes: number;
  trials: number;
}

export function requireShare({ successes, trials }: Share): void {
  requireThat(
    successes >= 0 && successes <= trials && Number.isFinite(trials),
    `a count must lie between 0 and the finite number of trials, not ${successes} of ${trials}`,
  );
}

/** For a comparison: of no trials there is nothing to compare. */
export function requireTriedShare(share: Share): void {
  requireShare(share);
  requireThat(share.trials > 0, "a comparison of shares needs at least one trial on each side");
}
