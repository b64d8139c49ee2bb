/** More than these crowd an axis. */
const MOST_TICKS = 9;

/** Round numbers in a range above zero: 1, 2, 5, 10 and so on, or every so many powers of ten. */
export function logTicks(min: number, max: number): number[] {
  const first = Math.floor(Math.log10(min));
  const last = Math.ceil(Math.log10(max));
  const powers = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const fine = inside([1, 2, 5]);
  if (fine.length <= MOST_TICKS) return fine;
  const whole = inside([1]);
  const every = Math.ceil(whole.length / MOST_TICKS);
  return whole.filter((_, index) => index % every === 0);

  function inside(steps: readonly number[]): number[] {
    return powers
      .flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
      .filter((tick) => tick >= min && tick <= max);
  }
}
