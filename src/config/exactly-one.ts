import type { Context } from "./context";
import type { KeyPath } from "./problem";

/** Which of several keys a map holds, where it must hold one and no other; null, and reported, where not. */
export function readExactlyOne<Key extends string>(
  context: Context,
  path: KeyPath,
  raw: Readonly<Partial<Record<Key, unknown>>>,
  keys: readonly Key[],
): Key | null {
  const named = keys.filter((key) => raw[key] !== undefined);
  const [only] = named;
  if (only !== undefined && named.length === 1) return only;
  const found = named.length === 0 ? "none of them" : named.join(" and ");
  const text = `expected exactly one of ${keys.join(", ")}, found ${found}`;
  context.report("config/impossible-value", path, text);
  return null;
}
