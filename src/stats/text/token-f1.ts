/**
 * The F1 of two texts as bags of words, after lower-casing and without punctuation and the English
 * articles: how the SQuAD benchmark scores answers (P. Rajpurkar et al., EMNLP 2016, and its
 * `evaluate-v1.1.py`). Two texts without a word agree; one without a word and one with do not.
 *
 * @returns 0 to 1
 */
export function tokenF1(expected: string, actual: string): number {
  const wanted = words(expected);
  const got = words(actual);
  if (wanted.length === 0 || got.length === 0) return wanted.length === got.length ? 1 : 0;
  const left = new Map<string, number>();
  for (const word of wanted) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of got) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    common++;
    left.set(word, count - 1);
  }
  return (2 * common) / (wanted.length + got.length);
}

/** The original strips the punctuation of ASCII; other scripts have theirs. */
function words(text: string): string[] {
  return text
    .toLowerCase()
    .replace(/[\p{P}\p{S}]/gu, "")
    .replace(/\b(a|an|the)\b/g, " ")
    .split(/\s+/)
    .filter((word) => word !== "");
}
