/** |got − expected| / |expected|; 0 where both are the same, zero and infinity included. */
export function relativeError(got: number, expected: number): number {
  return got === expected ? 0 : Math.abs(got - expected) / Math.abs(expected);
}

export function expectRelative(got: number, expected: number, tolerance: number): void {
  if (!(relativeError(got, expected) <= tolerance)) {
    throw new Error(`expected ${expected} within ${tolerance} relative, got ${got}`);
  }
}
