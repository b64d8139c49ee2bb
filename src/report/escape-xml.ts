import { visibleText } from "./visible-text";

/**
 * Text for the content of an element of XML 1.0. Characters that XML does not allow even as a reference
 * (most controls, lone surrogates, U+FFFE, U+FFFF; XML 1.0 § 2.2) are shown by their code or replaced.
 */
export function escapeXml(text: string): string {
  return visibleText(text, TEXT_LIMIT).replace(
    /[&<>"']/g,
    (character) => ENTITIES[character] ?? "",
  );
}

/** The same for an attribute, which would lose line breaks and tabs that are not references. */
export function escapeAttribute(text: string): string {
  return escapeXml(text).replaceAll("\n", "&#10;").replaceAll("\t", "&#9;");
}

/** Evidence comes cut; this only keeps a forged result from filling the disk. */
const TEXT_LIMIT = 100_000;

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};
