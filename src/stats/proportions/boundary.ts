/**
 * The last value from `inside` towards `outside` that is still accepted, to the last bit: a bound of
 * the interval that inverts a test.
 */
export function boundary(
  inside: number,
  outside: number,
  accepted: (value: number) => boolean,
): number {
  if (accepted(outside)) return outside;
  let good = inside;
  let bad = outside;
  for (;;) {
    const middle = good + (bad - good) / 2;
    if (middle === good || middle === bad) return good;
    if (accepted(middle)) good = middle;
    else bad = middle;
  }
}
