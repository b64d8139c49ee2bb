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
  // The integral of a pitch of 130 Hz with a little vibrato.
  const cycles = 130 * time + 0.6 * Math.sin(2 * Math.PI * 5 * time);
  const syllables = 0.5 + 0.5 * Math.sin(2 * Math.PI * 4 * time);
  let sum = 0;
  for (let overtone = 1; overtone <= 30; overtone++) {
    const formants = [500, 1500, 2500].reduce(
      (gain, centre) => gain + Math.exp(-(((overtone * 130 - centre) / 150) ** 2)),
      0.1,
    );
    sum += (formants / Math.sqrt(overtone)) * Math.sin(2 * Math.PI * overtone * cycles);
  }
  return 0.2 * syllables * sum;
}
