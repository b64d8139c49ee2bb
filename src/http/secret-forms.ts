/** Ways in which a text is written elsewhere; each maps a secret to what to look for. */
const FORMS: readonly ((secret: string) => string[])[] = [
  (secret) => [secret],
  base64Forms,
  urlForms,
  jsonForms,
  (secret) => [escapeHtml(secret)],
];

export function secretForms(secret: string): string[] {
  return [...new Set(FORMS.flatMap((form) => form(secret)))];
}

/** Below this many characters a piece of base64 would also match innocent text. */
const MIN_INNER_BASE64 = 8;

/**
 * On its own, padded or not, in both alphabets; and inside a longer text, such as "user:" before it.
 * There its encoding depends on the offset modulo 3 of where it begins, and the characters at both
 * ends mix with its neighbours, so what is looked for is the part that is certain.
 */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const whole = bytes.toString("base64");
  const inner = [0, 1, 2]
    .map((offset) => {
      const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
      const certainBits = (offset + bytes.length) * 8;
      return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(certainBits / 6));
    })
    .filter((part) => part.length >= MIN_INNER_BASE64);
  const standard = [whole, whole.replace(/=+$/, ""), ...inner];
  return [...standard, ...standard.map((s) => s.replaceAll("+", "-").replaceAll("/", "_"))];
}

/** As a path segment or query value, with "+" for spaces, and with hex digits in either case. */
function urlForms(secret: string): string[] {
  const wellFormed = Buffer.from(secret).toString(); // a lone surrogate would throw
  const encoded = encodeURIComponent(wellFormed);
  const strict = encoded.replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return [encoded, strict, strict.replaceAll("%20", "+")].flatMap((form) => [
    form,
    form.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
  ]);
}

/** As JSON writes it: plainly, with "/" escaped, and in ASCII alone as Python's json.dumps does. */
function jsonForms(secret: string): string[] {
  const plain = JSON.stringify(secret).slice(1, -1);
  const ascii = plain.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return [plain, plain.replaceAll("/", "\\/"), ascii];
}

function escapeHtml(secret: string): string {
  return secret
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
