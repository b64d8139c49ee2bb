/**
 * The F1 of two texts as bags of words, after lower-casing and without punctuation and the English
 * articles: how the SQuAD benchmark scores answers (P. Rajpurkar et al., EMNLP 2016, and its
 * `evaluate-v1.1.py`). Texts of which nothing is left then agree only where they are the same, so that
 * an empty answer is none to "?!".
 *
 * @returns 0 to 1
 */
export function tokenF1(expected: string, actual: string): number {
  const wanted = words(expected);
  const got = words(actual);
  if (wanted.length === 0 || got.length === 0) return Number(bare(expected) === bare(actual));
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

/**
 * The original strips the punctuation of ASCII, symbols such as $ among it; other scripts have
 * punctuation, too. Other symbols stay: an emoji may be all that is said.
 */
const PUNCTUATION = /[\p{P}$+<=>^`|~]/gu;
const ARTICLES: ReadonlySet<string> = new Set(["a", "an", "the"]);

function words(text: string): string[] {
  return bare(text)
    .replace(PUNCTUATION, "")
    .split(/\s+/)
    .filter((word) => word !== "" && !ARTICLES.has(word));
}

function bare(text: string): string {
  return text.trim().toLowerCase();
}
