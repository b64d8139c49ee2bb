/** Guards the numerical core: impossible input is a defect of the caller, so it is a RangeError. */
export function requireThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new RangeError(message);
}

export function requireProbability(p: number, name: string): void {
  requireThat(p >= 0 && p <= 1, `${name} must be a probability from 0 to 1, not ${p}`);
}

/** A confidence of 0 or 1 has no finite bounds, so both are refused. */
export function requireConfidence(confidence: number): void {
  requireInside(confidence, "confidence");
}

/** A probability with both ends excluded: a significance level, a rate that can be tested. */
export function requireInside(p: number, name: string): void {
  requireThat(p > 0 && p < 1, `${name} must lie between 0 and 1, not ${p}`);
}

export function requirePositive(value: number, name: string): void {
  requireThat(
    value > 0 && Number.isFinite(value),
    `${name} must be a finite number > 0, not ${value}`,
  );
}

/** A count of things: a whole number that a double holds exactly. */
export function requireCount(count: number, name: string): void {
  requireThat(
    Number.isSafeInteger(count) && count >= 0,
    `${name} must be a whole number >= 0, not ${count}`,
  );
}

/** At least so many values, all finite. */
export function requireSample(values: ArrayLike<number>, name: string, fewest = 1): void {
  requireThat(
    values.length >= fewest,
    `${name} needs at least ${fewest} value${fewest === 1 ? "" : "s"}, not ${values.length}`,
  );
  for (let i = 0; i < values.length; i++) {
    requireThat(
      Number.isFinite(values[i]),
      `${name} needs finite values, but value ${i} is ${values[i]}`,
    );
  }
}

export function requireSameLength(
  a: ArrayLike<unknown>,
  b: ArrayLike<unknown>,
  name: string,
): void {
  requireThat(
    a.length === b.length,
    `${name} needs two arrays of the same length, not ${a.length} and ${b.length}`,
  );
}
