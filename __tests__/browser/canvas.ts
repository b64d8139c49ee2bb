import type { Locator } from "playwright-core";

/** Pixels of a chart that have about the colour of each line's sign in the legend. */
export async function pixelsByLine(figure: Locator): Promise<number[]> {
  return figure.evaluate((element) => {
    const canvas = element.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) return [];
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return [...element.querySelectorAll(".swatch")].map((swatch) => {
      const wanted = (getComputedStyle(swatch).color.match(/[\d.]+/g) ?? []).map(Number);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        const near = [0, 1, 2].every((k) => Math.abs((data[i + k] ?? 0) - (wanted[k] ?? 0)) < 24);
        if (near && (data[i + 3] ?? 0) > 128) count++;
      }
      return count;
    });
  });
}

/** The picture that a chart shows now. */
export async function pictureOf(figure: Locator): Promise<string> {
  return figure.locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}
