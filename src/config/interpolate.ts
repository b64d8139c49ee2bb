/** `$${NAME}` is a literal `${NAME}`; a name is what a POSIX environment variable may be called. */
const REFERENCE = /(\$?)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

export interface Interpolated {
  text: string;
  /** Variables that were put in, with what they held: the values may be secrets. */
  used: { name: string; value: string }[];
  /** Variables that are unset or empty. */
  unset: string[];
  /** Variables that this run may not read. */
  refused: string[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Puts environment variables into a text, once: what comes out is data and is not looked at again.
 * An empty variable counts as unset, because that is what GitHub makes of a secret that is not there.
 */
export function interpolate(
  text: string,
  env: Environment,
  allowed: "any" | readonly string[],
): Interpolated {
  const result: Interpolated = { text, used: [], unset: [], refused: [] };
  result.text = text.replace(REFERENCE, (whole, escaped: string, name: string) => {
    if (escaped) return whole.slice(1);
    if (allowed !== "any" && !allowed.includes(name)) {
      result.refused.push(name);
      return whole;
    }
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value === undefined || value === "") {
      result.unset.push(name);
      return whole;
    }
    result.used.push({ name, value });
    return value;
  });
  return result;
}
