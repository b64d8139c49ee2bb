/**
 * The share of pairs of verdicts on the same subject that agree, over all subjects: the observed
 * agreement of J. L. Fleiss, "Measuring nominal scale agreement among many raters", Psychological
 * Bulletin 76 (1971). Subjects with a single verdict have no pairs; without any pair it is 1.
 */
export function pairwiseAgreement(verdicts: readonly (readonly boolean[])[]): number {
  let agreeing = 0;
  let pairs = 0;
  for (const said of verdicts) {
    const yes = said.filter(Boolean).length;
    const no = said.length - yes;
    agreeing += (yes * (yes - 1) + no * (no - 1)) / 2;
    pairs += (said.length * (said.length - 1)) / 2;
  }
  return pairs === 0 ? 1 : agreeing / pairs;
}
