import type { CompareLimits } from "../../config/types";
import type { OutputValue } from "../../protocols/types";
import { cosineDistance, euclideanLength } from "../../stats/distance/cosine-distance";
import { maxUlpDistance } from "../../stats/distance/ulp-distance";
import { asWhole, type Comparer } from "./comparer";
import { numbersAgree } from "./numbers";
import { instead } from "./show-value";

/** Of the elements as numbers: how many, and how they are nested. */
interface Vector {
  shape: number[];
  values: number[];
}

/** From this length on a vector of length 1 is taken for an embedding, whose direction is what it says. */
const SHORTEST_EMBEDDING = 8;
/** Quantised embeddings keep about three digits of their length. */
const UNIT_SLACK = 5e-3;
/** Two embeddings of the same by other kernels, and not by another model. */
const SAME_DIRECTION = 1e-3;

/**
 * Two lists of numbers, nested alike: cosine distance (direction), largest difference of an element,
 * largest difference in units in the last place of float32, each against its limit where one is named.
 * Without any: embeddings (both of length 1) by cosine distance, all others element by element within
 * the tolerance, because a small element next to a large one leaves no trace in a direction.
 */
export const VECTOR: Comparer = {
  takes: "a list of numbers",
  isFit: (value) => toVector(value) !== null,
  compare(expected, actual, { vector: limits, tolerance }) {
    const [wanted, got] = [toVector(expected) as Vector, toVector(actual) as Vector];
    if (wanted.shape.join() !== got.shape.join()) {
      const text = `shape [${got.shape}] instead of [${wanted.shape}]`;
      return asWhole(false, { kind: "shape", text: () => text, size: 1 }, null);
    }
    const cosine = cosineDistance(wanted.values, got.values);
    const size = Number.isNaN(cosine) ? 1 : cosine / 2;
    const distance = largestDifference(wanted.values, got.values);
    const broken = isEmpty(limits)
      ? isEmbedding(wanted.values) && isEmbedding(got.values)
        ? beyond({ ...limits, cosine: SAME_DIRECTION }, wanted.values, got.values, cosine)
        : firstApart(wanted.values, got.values, tolerance)
      : beyond(limits, wanted.values, got.values, cosine);
    return asWhole(
      broken === null,
      { text: () => broken as string, size },
      Number.isFinite(distance) ? distance : null,
    );
  },
};

/** What is over its limit; null where nothing is. NaN is over each, unless it is on both sides alike. */
function beyond(
  limits: CompareLimits["vector"],
  expected: readonly number[],
  actual: readonly number[],
  cosine: number,
): string | null {
  const measures: Record<keyof CompareLimits["vector"], () => number> = {
    cosine: () => cosine,
    abs: () => largestDifference(expected, actual),
    ulp: () => maxUlpDistance(expected, actual),
  };
  if (sameAsNumbers(expected, actual)) return null;
  for (const [name, limit] of Object.entries(limits)) {
    if (limit === null) continue;
    const measured = measures[name as keyof CompareLimits["vector"]]();
    if (!(measured <= limit)) return `${NAMES[name]} ${show(measured)}, at most ${limit} may be`;
  }
  return null;
}

const NAMES: Readonly<Record<string, string>> = {
  cosine: "cosine distance",
  abs: "largest difference of an element",
  ulp: "largest difference in units in the last place",
};

function firstApart(
  expected: readonly number[],
  actual: readonly number[],
  tolerance: Parameters<typeof numbersAgree>[2],
): string | null {
  const apart = expected.flatMap((value, place) =>
    numbersAgree(value, actual[place] as number, tolerance) ? [] : [place],
  );
  const [first] = apart;
  if (first === undefined) return null;
  const more = apart.length > 1 ? ` (${apart.length} of ${expected.length} values differ)` : "";
  return `at [${first}]: ${instead(expected[first] as number, actual[first] as number)}${more}`;
}

function sameAsNumbers(expected: readonly number[], actual: readonly number[]): boolean {
  return expected.every((value, place) => Object.is(value + 0, (actual[place] as number) + 0));
}

function largestDifference(expected: readonly number[], actual: readonly number[]): number {
  let largest = 0;
  for (const [place, value] of expected.entries()) {
    const difference = Math.abs(value - (actual[place] as number));
    if (Number.isNaN(difference)) return Number.NaN;
    largest = Math.max(largest, difference);
  }
  return largest;
}

function isEmbedding(values: readonly number[]): boolean {
  return values.length >= SHORTEST_EMBEDDING && Math.abs(euclideanLength(values) - 1) <= UNIT_SLACK;
}

function isEmpty(limits: CompareLimits["vector"]): boolean {
  return Object.values(limits).every((limit) => limit === null);
}

/** Null where it is no tensor: not only numbers, or ragged. */
function toVector(value: OutputValue): Vector | null {
  if (!Array.isArray(value)) return null;
  if (value.every((item) => typeof item === "number")) {
    return { shape: [value.length], values: value as number[] };
  }
  const parts = value.map(toVector);
  const [first] = parts;
  if (!first || !parts.every((part) => part?.shape.join() === first.shape.join())) return null;
  return {
    shape: [value.length, ...first.shape],
    values: parts.flatMap((part) => (part as Vector).values),
  };
}

function show(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}
