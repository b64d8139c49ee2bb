import type { Check, Direction, Unit } from "../verdict/result";
import { visibleLine } from "./visible-text";

type Value = number | string | null;

/**
 * A measure for people: "412 ms", "1.9 s", "99.0 %", "20.1/s"; null becomes "–". It takes as many
 * digits as it needs not to look like `limit`, 0 or 100 % while it is not: 0.98996 beside 0.99 reads
 * "98.996 %". Plain text; a string is not escaped for any surface.
 */
export function formatMeasure(value: Value, unit: Unit | null, limit: Value = null): string {
  if (value === null || Number.isNaN(value)) return "–";
  if (typeof value === "string") return visibleLine(value, TEXT_LIMIT);
  const scale = scaleOf(value, unit);
  return `${formatScaled(value, scale, landmarks(unit, limit))}${scale.suffix}`;
}

/** "≥ 99 %", "≤ 350 ms": the limit exactly as it was written; one that was derived has five digits. */
export function formatLimit(limit: Value, direction: Direction | null, unit: Unit | null): string {
  if (limit === null) return "–";
  const sign = direction === null ? "" : `${SIGNS[direction]} `;
  if (typeof limit === "string") return `${sign}${visibleLine(limit, TEXT_LIMIT)}`;
  const scale = scaleOf(limit, unit);
  return `${sign}${typographic(asWritten(exactly(limit * scale.factor)))}${scale.suffix}`;
}

/**
 * "[97.1, 99.9]" to stand after the observed value and in its scale, "[97.1, 99.9] %" where there is
 * none; an open end is infinite. Null bounds: "".
 */
export function formatInterval(
  interval: Check["interval"],
  unit: Unit | null,
  observed: Value = null,
  limit: Value = null,
): string {
  if (interval === null) return "";
  const [low, high] = interval;
  const known = typeof observed === "number" ? observed : (high ?? low);
  if (known === null || (low === null && high === null)) return "";
  const scale = scaleOf(known, unit);
  const marks = landmarks(unit, limit);
  const from = low === null ? "(−∞" : `[${formatScaled(low, scale, marks)}`;
  const to = high === null ? "∞)" : `${formatScaled(high, scale, marks)}]`;
  return `${from}, ${to}${typeof observed === "number" ? "" : scale.suffix}`;
}

/** Change against the baseline: "+31 %", for shares "−0.5 pp", for scores "+0.012", "±0"; else "–". */
export function formatChange(observed: Value, baseline: Value, unit: Unit | null): string {
  if (typeof observed !== "number" || typeof baseline !== "number") return "–";
  const difference = observed - baseline;
  if (difference === 0) return "±0";
  if (unit === "share")
    return signed(difference * 100, Math.abs(difference) < 0.001 ? 2 : 1, " pp");
  if (unit === "score" || unit === "ratio") return signed(difference, 3, "");
  if (baseline === 0) return "–";
  const percent = (difference / Math.abs(baseline)) * 100;
  return signed(percent, Math.abs(percent) >= 10 ? 0 : 1, " %");
}

/** Longest observed value that is a text. */
const TEXT_LIMIT = 200;

export interface Scale {
  factor: number;
  suffix: string;
  decimals: number;
  /** The whole, as it is shown; like zero it is written without decimals. */
  whole?: number;
}

const SIGNS: Record<Direction, string> = { "at-least": "≥", "at-most": "≤" };

const SCALES: Record<Unit, (size: number) => Scale> = {
  ms: (size) =>
    size >= 1000
      ? { factor: 1e-3, suffix: " s", decimals: 1 }
      : { factor: 1, suffix: " ms", decimals: decimalsFor(size, 3) },
  share: (size) => ({
    factor: 100,
    suffix: " %",
    decimals: Math.max(1, decimalsFor(size * 100, 2)),
    whole: 100,
  }),
  "per-second": (size) => ({ factor: 1, suffix: "/s", decimals: size >= 100 ? 0 : 1 }),
  count: (size) => ({ factor: 1, suffix: "", decimals: Number.isInteger(size) ? 0 : 1 }),
  ratio: () => ({ factor: 1, suffix: "×", decimals: 2 }),
  score: (size) => ({ factor: 1, suffix: "", decimals: decimalsFor(size, 3) }),
  bytes: (size) =>
    size < 1024
      ? { factor: 1, suffix: " B", decimals: 0 }
      : size < 1024 ** 2
        ? { factor: 1 / 1024, suffix: " KiB", decimals: 1 }
        : size < 1024 ** 3
          ? { factor: 1 / 1024 ** 2, suffix: " MiB", decimals: 1 }
          : { factor: 1 / 1024 ** 3, suffix: " GiB", decimals: 2 },
};

/** How a value of this size is written. */
export function scaleOf(value: number, unit: Unit | null): Scale {
  return SCALES[unit ?? "score"](Math.abs(value));
}

/** Decimals that give this many significant digits. */
function decimalsFor(size: number, digits: number): number {
  if (size === 0 || !Number.isFinite(size)) return 0;
  return Math.min(Math.max(digits - 1 - Math.floor(Math.log10(size)), 0), 12);
}

/** Values that a rounded number must not be taken for. */
function landmarks(unit: Unit | null, limit: Value): number[] {
  const natural = unit === "share" ? [0, 1] : [0];
  return typeof limit === "number" ? [...natural, limit] : natural;
}

/** Rounded, yet on the same side of each landmark as the value itself. */
function formatScaled(value: number, scale: Scale, marks: readonly number[]): string {
  const scaled = value * scale.factor;
  if (scaled === 0 || scaled === scale.whole) return String(scaled);
  for (let decimals = scale.decimals; decimals <= 12; decimals++) {
    const text = scaled.toFixed(decimals);
    const rounded = Number(text);
    const honest = marks.every(
      (mark) =>
        Math.sign(rounded - exactly(mark * scale.factor)) ===
        Math.sign(exactly(scaled) - exactly(mark * scale.factor)),
    );
    if (honest) return typographic(grouped(text));
  }
  return typographic(String(scaled));
}

/** Without the noise of binary fractions: 0.07 · 100 is 7. */
function exactly(value: number): number {
  return Number(value.toPrecision(12));
}

/** No person writes more digits than eight: ln 20, or twice of the bytes in use, was calculated. */
function asWritten(value: number): number {
  const digits = String(value).replace(/e.*|\D/g, "").length;
  return digits > 8 && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
}

function signed(value: number, decimals: number, suffix: string): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return "±0";
  return `${value < 0 ? "−" : "+"}${text}${suffix}`;
}

function grouped(text: string): string {
  return text.replace(/^(-?\d{5,})/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ","));
}

function typographic(value: string | number): string {
  return String(value).replace("-", "−");
}
