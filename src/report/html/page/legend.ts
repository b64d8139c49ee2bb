import type { Series } from "../../../verdict/result";
import { formatAlong } from "../../charts/describe-chart";
import { formatMeasure } from "../../format-measure";
import { element } from "./element";

export interface Legend {
  root: HTMLElement;
  /** Where the cursor is. */
  place: HTMLElement;
  /** The elements whose CSS colour is that of each line. */
  swatches: readonly HTMLElement[];
  /** What stands under the cursor, by line; null where it is nowhere. */
  show(reading: Reading | null): void;
}

export interface Reading {
  x: number;
  values: readonly (number | null)[];
}

/** A colour says what a line is for where its name does; the others take theirs in turn. */
const BAD = /^(failures|errors|dropped|late)\b/i;
const COLOURS = 6;

/** One button a line, which hides and shows it, with its value under the cursor. */
export function createLegend(
  series: Series,
  onToggle: (line: number, show: boolean) => void,
): Legend {
  let plain = 0;
  const items = series.lines.map(({ name, style = "line" }, index) => {
    const colour =
      style === "limit" ? "limit" : BAD.test(name) ? "bad" : `line-${plain++ % COLOURS}`;
    const swatch = element("span", { class: `swatch ${style} ${colour}`, "aria-hidden": "true" });
    const value = element("span", { class: "value" });
    const button = element(
      "button",
      { type: "button", "aria-pressed": "true" },
      swatch,
      `${name} `,
      value,
    );
    button.addEventListener("click", () => {
      const show = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(show));
      onToggle(index, show);
    });
    return { button, swatch, value };
  });
  const place = element("span", { class: "place" });
  return {
    place,
    root: element("div", { class: "legend" }, ...items.map(({ button }) => button)),
    swatches: items.map(({ swatch }) => swatch),
    show(reading) {
      place.textContent = reading === null ? "" : `at ${formatAlong(reading.x, series.x.unit)}`;
      items.forEach(({ value }, index) => {
        const known = reading?.values[index] ?? null;
        value.textContent = known === null ? "" : formatMeasure(known, series.y.unit);
      });
    },
  };
}

/** "at 12 s: p50 30 ms, p95 92 ms", for those who hear the page. */
export function readAloud({ x, y, lines }: Series, reading: Reading): string {
  const known = lines.flatMap(({ name }, index) => {
    const value = reading.values[index] ?? null;
    return value === null ? [] : [`${name} ${formatMeasure(value, y.unit)}`];
  });
  return `at ${formatAlong(reading.x, x.unit)}: ${known.join(", ")}`;
}
