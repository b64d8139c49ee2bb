import { escapeXml } from "../escape-xml";

/** Text that is HTML already. Only `html` makes one. */
export class Html {
  constructor(readonly text: string) {}
}

export type Content = Html | string | number | null | readonly Content[];

/**
 * A template of HTML in which every value is escaped, as content or inside a quoted attribute, unless
 * it is HTML itself: to forget it is not possible. Null is nothing, a list is all of it.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(
    parts.reduce((text, part, index) => `${text}${textOf(values[index - 1] ?? null)}${part}`),
  );
}

/** Text from our own build that stands as it is, say inside a script element. */
export function verbatim(text: string): Html {
  return new Html(text);
}

function textOf(content: Content): string {
  if (content === null) return "";
  if (content instanceof Html) return content.text;
  if (typeof content === "object") return content.map(textOf).join("");
  return escapeXml(String(content));
}
