/**
 * Text of a server made safe to look at: control characters, which could drive a terminal, and
 * invisible or direction-changing ones, which could hide or reorder what is read, become visible
 * escapes. Line feeds and tabs stay; CR LF becomes a line feed.
 */
export function printableText(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(
      /[^\P{C}\n\t]|[\u2028\u2029]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    );
}

/** Cut to a number of UTF-16 units, never within a character, and saying how much is missing. */
export function truncateText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const kept = text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, "");
  return `${kept}… (${text.length - kept.length} more characters)`;
}
