const RATE = 16_000;
export const FRAME = 512;

/** One second and more of silence, hum, and something like a voice: a pitch with its overtones. */
export function frames(count: number): number[][] {
  return Array.from({ length: count }, (_, frame) =>
    Array.from({ length: FRAME }, (_, index) => {
      const time = (frame * FRAME + index) / RATE;
      return Math.fround(frame < 4 ? 0 : frame < 8 ? hum(time) : voice(time));
    }),
  );
}

function hum(time: number): number {
  return 0.02 * Math.sin(2 * Math.PI * 50 * time);
}

function voice(time: number): number {
  const pitch = 130 + 10 * Math.sin(2 * Math.PI * 5 * time);
  const syllables = 0.5 + 0.5 * Math.sin(2 * Math.PI * 4 * time);
  let sum = 0;
  for (let overtone = 1; overtone <= 24; overtone++) {
    const formants = [700, 1200, 2600].reduce(
      (gain, centre) => gain + Math.exp(-(((overtone * pitch - centre) / 200) ** 2)),
      0.05,
    );
    sum += formants * Math.sin(2 * Math.PI * overtone * pitch * time);
  }
  return 0.15 * syllables * sum;
}
