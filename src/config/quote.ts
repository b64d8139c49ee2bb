const LONGEST = 40;

/** Controls, zero-width and direction characters: what could make a message look like another one. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** A value from the file as it may be shown: on one line, short, with nothing invisible in it. */
export function quote(value: unknown): string {
  const shown = typeof value === "string" ? shorten(value) : String(value);
  const quoted = typeof value === "string" ? JSON.stringify(shown) : shown;
  return quoted.replace(
    INVISIBLE,
    (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`,
  );
}

function shorten(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
