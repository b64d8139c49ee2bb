/** How soon a design that may be looked at ends, against the number that was planned. */
export interface EarlyEnd {
  /** What is true, in the words of the table. */
  truth: string;
  planned: number;
  /** Median number sent. */
  sent: number;
  /** Share of the runs that ended before the planned number. */
  early: number;
}

export function summarise(truth: string, planned: number, runs: readonly number[]): EarlyEnd {
  const sorted = [...runs].sort((a, b) => a - b);
  return {
    truth,
    planned,
    sent: sorted[Math.floor(sorted.length / 2)] as number,
    early: runs.filter((sent) => sent < planned).length / runs.length,
  };
}
