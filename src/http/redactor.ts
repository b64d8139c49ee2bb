import { secretForms } from "./secret-forms";

export interface Redactor {
  redact(text: string): string;
  /** Copies strings, lists and plain objects, keys included; leaves everything else as it is. */
  redactDeep<T>(value: T): T;
}

const MASK = "***";

/**
 * Shorter strings guard nothing, and masking every "a" or "42" would make a report unreadable
 * without hiding anything.
 */
const MIN_LENGTH = 3;

/**
 * Masks secrets in whatever form a server or a library may echo them. A secret of several lines is
 * masked as a whole and line by line. Longer forms go first, so that no secret is left half masked
 * by another that begins it.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const forms = new Set(
    secrets
      .flatMap((secret) => [secret, ...secret.split(/[\r\n]+/)])
      .flatMap((part) => [part, part.trim()])
      .filter((part) => part.length >= MIN_LENGTH)
      .flatMap(secretForms),
  );
  const alternatives = [...forms].sort((a, b) => b.length - a.length).map(escapePattern);
  if (alternatives.length === 0) return { redact: (text) => text, redactDeep: (value) => value };
  const pattern = new RegExp(alternatives.join("|"), "g");
  const redact = (text: string) => maskCutForms(text.replace(pattern, MASK), forms);
  return { redact, redactDeep: <T>(value: T) => mapStrings(value, redact) as T };
}

/** Fewer characters of a secret than this guard nothing, and would mask ordinary words. */
const SHORTEST_PREFIX = 6;
const CUT = "…";

/** A text cut to length may end in the beginning of a secret, which matches none of its forms. */
function maskCutForms(text: string, forms: ReadonlySet<string>): string {
  if (!text.includes(CUT)) return text;
  const parts = text.split(CUT);
  const last = parts.length - 1;
  return parts.map((part, index) => (index === last ? part : maskTail(part, forms))).join(CUT);
}

function maskTail(text: string, forms: ReadonlySet<string>): string {
  for (const form of forms) {
    for (let length = Math.min(form.length - 1, text.length); length >= SHORTEST_PREFIX; length--) {
      if (text.endsWith(form.slice(0, length))) return `${text.slice(0, -length)}${MASK}`;
    }
  }
  return text;
}

function mapStrings(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === "string") return map(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, map));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [map(key), mapStrings(item, map)]),
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
