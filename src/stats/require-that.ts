/** Guards the numerical core: impossible input is a defect of the caller, so it is a RangeError. */
export function requireThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new RangeError(message);
}

export function requireProbability(p: number, name: string): void {
  requireThat(p >= 0 && p <= 1, `${name} must be a probability from 0 to 1, not ${p}`);
}

/** A confidence of 0 or 1 has no finite bounds, so both are refused. */
export function requireConfidence(confidence: number): void {
  requireThat(
    confidence > 0 && confidence < 1,
    `confidence must lie between 0 and 1, not ${confidence}`,
  );
}
