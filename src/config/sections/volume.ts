import type { Context } from "../context";
import { DEFAULT_VOLUME } from "../defaults";
import type { KeyPath } from "../problem";
import type { RawVolume } from "../raw-config";
import { RANGES, within } from "../read-quantity";
import type { Slo, VolumeConfig } from "../types";
import { checkAscending } from "./ascending";
import { readCorrect } from "./correct";

/** An exponent is read off a slope, and so takes doublings: six of them. */
const FEWEST_OCTAVES = 6;

/** More rows than this in one run are no gate any more. */
const MOST_ROWS = 10_000_000;

export function readVolume(
  context: Context,
  path: KeyPath,
  raw: RawVolume,
  shared: Slo,
): VolumeConfig {
  const { batch, repeat, each = DEFAULT_VOLUME.each } = raw;
  if (batch && repeat) {
    context.report(
      "config/impossible-value",
      [...path, "repeat"],
      "expected either batch or repeat",
    );
  }
  const key = repeat ? "repeat" : "batch";
  const sizes = repeat ?? batch ?? DEFAULT_VOLUME.sizes;
  checkSizes(context, [...path, key], sizes, each);
  return {
    sizes,
    grows: repeat ? "text" : "rows",
    each,
    maxExponent: within(
      context,
      [...path, "max_exponent"],
      raw.max_exponent,
      raw.max_exponent ?? DEFAULT_VOLUME.maxExponent,
      RANGES.exponent,
    ),
    correct: readCorrect(context, [...path, "correct"], raw.correct, shared.correct),
  };
}

function checkSizes(context: Context, path: KeyPath, sizes: readonly number[], each: number): void {
  if (!checkAscending(context, path, sizes)) return;
  const [smallest, largest] = [sizes[0] as number, sizes.at(-1) as number];
  const impossible = (text: string, hint: string) =>
    context.report("config/impossible-value", path, text, hint);
  const octaves = Math.log2(largest / smallest);
  if (octaves < FEWEST_OCTAVES) {
    impossible(
      `goes from ${smallest} to ${largest}, ${Math.floor(octaves)} doublings; expected ${FEWEST_OCTAVES} or more`,
      `Let the largest be at least ${smallest * 2 ** FEWEST_OCTAVES}.`,
    );
  }
  const rows = each * sizes.reduce((sum, size) => sum + size, 0);
  if (rows > MOST_ROWS) {
    impossible(
      `makes ${rows} rows in all; expected at most ${MOST_ROWS}`,
      "Lower each, or leave out the largest.",
    );
  }
}
