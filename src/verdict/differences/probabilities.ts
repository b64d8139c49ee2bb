import type { OutputValue } from "../../protocols/types";
import { jensenShannonDistance } from "../../stats/distance/jensen-shannon";
import { asWhole, type Comparer } from "./comparer";
import { isNamedScores, isNumbers } from "./values";

/** What rounding to three decimals can leave of a sum of 1. */
const SUM_SLACK = 0.005;

/**
 * Two distributions over the same classes, by the Jensen–Shannon distance (natural logarithm, 0 to
 * 0.83), and by which class is the most probable: .51 and .49 the other way round is near, and another
 * prediction.
 */
export const PROBABILITIES: Comparer = {
  takes: "probabilities",
  isFit: isDistribution,
  compare(expected, actual, { probabilities: { jensenShannon, sameTop }, classes }) {
    const [wanted, got] = [toWeights(expected), toWeights(actual)];
    const names = [...new Set([...wanted.keys(), ...got.keys()])];
    if (Array.isArray(expected) && wanted.size !== got.size) {
      const text = `${got.size} probabilities instead of ${wanted.size}`;
      return asWhole(false, { kind: "shape", text: () => text, size: 1 }, null);
    }
    const weights = (from: ReadonlyMap<string, number>) => names.map((name) => from.get(name) ?? 0);
    const [p, q] = [weights(wanted), weights(got)];
    const distance = jensenShannonDistance(p, q);
    const [before, after] = [topOf(names, p), topOf(names, q)];
    const topMoved = sameTop && before !== after;
    const name = (top: string) => (Array.isArray(expected) ? (classes?.[Number(top)] ?? top) : top);
    const text = () =>
      topMoved
        ? `most probable is ${JSON.stringify(name(after))} instead of ${JSON.stringify(name(before))} (Jensen–Shannon distance ${distance.toPrecision(3)})`
        : `Jensen–Shannon distance ${distance.toPrecision(3)}, at most ${jensenShannon} may be`;
    return asWhole(distance <= jensenShannon && !topMoved, { text, size: distance }, distance);
  },
};

/** Numbers from 0 to 1 whose sum is 1: a list, or by the name of the class. */
export function isDistribution(value: OutputValue): boolean {
  const weights =
    isNumbers(value) && value.length >= 2
      ? value
      : isNamedScores(value)
        ? Object.values(value)
        : [];
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return Math.abs(sum - 1) <= SUM_SLACK && weights.every((weight) => weight >= 0 && weight <= 1);
}

function toWeights(value: OutputValue): Map<string, number> {
  const entries = Object.entries(value as { [name: string]: number });
  return new Map(entries);
}

/** The first of the most probable ones. */
function topOf(names: readonly string[], weights: readonly number[]): string {
  return names[weights.indexOf(Math.max(...weights))] as string;
}
