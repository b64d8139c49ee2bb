import { isAlias, isMap, isScalar, isSeq } from "yaml";
import { type Environment, interpolate } from "./interpolate";
import type { YamlSource } from "./parse-yaml";
import { type KeyPath, type Position, type Problem, showKey } from "./problem";

/** A value of the environment that went into the config. */
export interface Interpolation {
  path: KeyPath;
  name: string;
  value: string;
  /** The scalar is the variable and nothing else: `${NAME}`. */
  whole: boolean;
}

/** The config as plain values, and for each of them where it stands and what the file says there. */
export interface Tree {
  value: Record<string, unknown>;
  problems: Problem[];
  interpolations: Interpolation[];
  /** Of the key at that path, or of the nearest one above that is there. */
  locate(path: KeyPath): Position | null;
  /** The text before interpolation, where there was any: what a message may show. */
  sourceOf(path: KeyPath): string | null;
}

export interface ReadOptions {
  env: Environment;
  allowedEnv: "any" | readonly string[];
  /** Values from options, which replace what the file says, variables and all. */
  replaced: ReadonlyMap<string, string>;
}

/** Bounds what aliases can unfold to. */
const MOST_NODES = 50_000;
const DEEPEST = 100;

/** The key of a path in a map; unambiguous, whatever the keys contain. */
export function pathKey(path: KeyPath): string {
  return JSON.stringify(path);
}

/**
 * One walk over the syntax tree: resolves aliases, puts the environment in, and keeps the positions.
 * Interpolated text stays one scalar, so that a variable can never add a key. Pure.
 */
export function readTree(source: YamlSource, options: ReadOptions): Tree {
  const problems: Problem[] = [];
  const interpolations: Interpolation[] = [];
  const positions = new Map<string, Position>();
  const sources = new Map<string, string>();
  let nodes = 0;
  let overflowed = false;

  function read(node: unknown, path: KeyPath): unknown {
    nodes += 1;
    if (nodes > MOST_NODES || path.length > DEEPEST) {
      if (!overflowed) {
        problems.push(syntax(path, "nested too deeply, or aliases that unfold to too much"));
      }
      overflowed = true;
      return null;
    }
    if (isAlias(node)) {
      const target = node.resolve(source.document);
      if (target) return read(target, path);
      problems.push(syntax(path, "an alias (*name) without its anchor (&name)"));
      return null;
    }
    if (isMap(node)) {
      const map: Record<string, unknown> = {};
      for (const { key, value } of node.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const child = [...path, name];
        positions.set(pathKey(child), source.positionAt(key.range?.[0] ?? 0));
        if (name === "__proto__") {
          problems.push({
            ...syntax(child, "this key is not allowed"),
            code: "config/unknown-key",
          });
          continue;
        }
        map[name] = read(value, child);
      }
      return map;
    }
    if (isSeq(node)) {
      return node.items.map((item, index) => {
        const child = [...path, index];
        const start = (item as { range?: [number] } | null)?.range?.[0];
        if (start !== undefined) positions.set(pathKey(child), source.positionAt(start));
        return read(item, child);
      });
    }
    return isScalar(node) ? readScalar(node.value, path) : null;
  }

  function readScalar(value: unknown, path: KeyPath): unknown {
    const replacement = options.replaced.get(pathKey(path));
    if (replacement !== undefined) return replacement;
    if (typeof value !== "string") return value;
    const result = interpolate(value, options.env, options.allowedEnv);
    const { used, unset, refused } = result;
    if (used.length + unset.length + refused.length > 0) sources.set(pathKey(path), value);
    for (const variable of used) {
      interpolations.push({ path, ...variable, whole: value === `\${${variable.name}}` });
    }
    for (const name of new Set(unset)) problems.push(unsetVariable(path, name));
    for (const name of new Set(refused)) problems.push(refusedVariable(path, name));
    return result.text;
  }

  const value = read(source.root, []) as Record<string, unknown>;
  return {
    value,
    problems,
    interpolations,
    locate: (path) => nearest(path, positions),
    sourceOf: (path) => sources.get(pathKey(path)) ?? null,
  };
}

function nearest(path: KeyPath, positions: ReadonlyMap<string, Position>): Position | null {
  for (let length = path.length; length > 0; length--) {
    const position = positions.get(pathKey(path.slice(0, length)));
    if (position) return position;
  }
  return null;
}

function syntax(path: KeyPath, text: string): Problem {
  return { code: "config/syntax", path, text, hint: null };
}

function unsetVariable(path: KeyPath, name: string): Problem {
  const option = OPTION_OF[pathKey(path)];
  return {
    code: "config/unset-variable",
    path,
    text: `the environment variable ${showKey(name)} is not set, or is empty`,
    hint: `Set ${name}${option ? `, or give ${option}` : ""}; for a literal \${${name}} write $\${${name}}.`,
  };
}

function refusedVariable(path: KeyPath, name: string): Problem {
  return {
    code: "config/refused-variable",
    path,
    text: `the environment variable ${showKey(name)} is not among those that this workflow allows`,
    hint: `Add ${name} to the \`env-allow\` input of the step, if this config may read it.`,
  };
}

/** Options that stand in for a key. */
const OPTION_OF: Readonly<Record<string, string>> = {
  '["endpoint","url"]': "--url",
  '["baseline","url"]': "--baseline-url",
};
