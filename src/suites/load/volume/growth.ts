import type { VolumeConfig } from "../../../config/types";
import type { Row } from "../../../data/types";
import { sample } from "../../../stats/random";
import type { SuiteContext } from "../../types";

/** How a request is made larger. */
export interface Growth {
  /** What there are so many of, in the plural. */
  what: "rows" | "repetitions of the text";
  /** Those of the config that the endpoint says it takes. */
  sizes: number[];
  /** The largest that it says it takes. */
  most: number;
  /** The rows of a request of this size, each by its place among `rows`; the text by what it has become. */
  make(rows: readonly Row[], size: number): { rows: Row[]; places: number[] | null };
}

/** The growth that the endpoint allows; the reason where there is none. */
export function chooseGrowth(
  { candidate, inputs, data, random }: SuiteContext,
  { sizes, grows }: VolumeConfig,
): Growth | string {
  const { maxBatch } = candidate.model;
  const draw = random("load/volume/rows");
  if (grows === "rows" && maxBatch > 1) {
    return {
      what: "rows",
      sizes: sizes.filter((size) => size <= maxBatch),
      most: maxBatch,
      make: (rows, size) => {
        const places = drawPlaces(rows.length, size, draw);
        return { rows: places.map((place) => rows[place] as Row), places };
      },
    };
  }
  const column = textColumn(inputs[0], data?.features);
  if (column === null) {
    return grows === "text"
      ? "an input is no single text, so there is none to repeat"
      : `protocol ${candidate.model.protocol} takes one row a request, and an input is no single text that could grow instead`;
  }
  return {
    what: "repetitions of the text",
    sizes: [...sizes],
    most: Number.POSITIVE_INFINITY,
    make: (rows, size) => {
      const row = rows[Math.floor(draw() * rows.length)] as Row;
      const text = Array<string>(size).fill(String(row[column])).join(" ");
      return { rows: [{ ...row, [column]: text }], places: null };
    },
  };
}

/** All different, as far as there are so many. */
function drawPlaces(rows: number, size: number, draw: () => number): number[] {
  const all = Array.from({ length: rows }, (_, place) => place);
  const places: number[] = [];
  while (places.length < size) {
    places.push(...sample(all, Math.min(rows, size - places.length), draw));
  }
  return places;
}

/** The one column that is sent, where it holds a text. */
function textColumn(row: Row | undefined, features: readonly string[] | undefined): string | null {
  const [only, ...others] = features ?? Object.keys(row ?? {});
  return only !== undefined && others.length === 0 && typeof row?.[only] === "string" ? only : null;
}
