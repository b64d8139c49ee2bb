type Point = [number, number];

/** Between two of the places: enough for straight pieces to look like a curve. */
const BETWEEN = 7;

/**
 * A fitted law as points to be joined: at each of the places, ascending and above zero, where something
 * was measured, and between them at equal ratios. Nothing beyond them, where nothing was measured.
 */
export function curvePoints(places: readonly number[], law: (x: number) => number): Point[] {
  const xs = places.flatMap((from, index) => {
    const ratio = (places[index + 1] ?? from) / from;
    const count = ratio === 1 ? 1 : BETWEEN + 1;
    return Array.from({ length: count }, (_, i) => from * ratio ** (i / count));
  });
  return xs.map((x): Point => [x, law(x)]);
}
