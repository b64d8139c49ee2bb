import type { Difference } from "../../verdict/differences/compare-answers";
import type { Pair } from "./replay-pairs";

export interface WorstPair {
  pair: Pair;
  difference: Difference;
}

const SHOWN = 3;

/** The few pairs that are farthest apart; the others' bytes are not kept. */
export class WorstPairs {
  private readonly kept: WorstPair[] = [];

  see(pair: Pair, differences: readonly Difference[]): void {
    const [first] = differences;
    if (!first) return;
    const difference = differences.reduce((worst, one) => (one.size > worst.size ? one : worst));
    // Of two that are as far apart the earlier one stays.
    const place = this.kept.findIndex((one) => one.difference.size < difference.size);
    this.kept.splice(place < 0 ? this.kept.length : place, 0, { pair, difference });
    this.kept.length = Math.min(this.kept.length, SHOWN);
  }

  all(): readonly WorstPair[] {
    return this.kept;
  }
}
