import { resolve } from "node:path";
import { InfergateError } from "../errors";
import { parseBaseUrl } from "../http/base-url";
import { createContext } from "./context";
import type { Environment } from "./interpolate";
import { normalise } from "./normalise";
import { parseYaml } from "./parse-yaml";
import { asConfigError, type Problem } from "./problem";
import type { RawConfig } from "./raw-config";
import { pathKey, readTree, type Tree } from "./read-tree";
import { collectSecretHosts, collectSecrets } from "./secrets";
import type { Config } from "./types";
import { showFound, validate } from "./validate";

export interface ParseOptions {
  /** The config file as the user named it, for messages; null where there is none. */
  file: string | null;
  /** Absolute; relative paths in the config start here. */
  baseDir: string;
  /** URLs from options or inputs: they win over the file. */
  overrides: { url: string | null; baselineUrl: string | null };
  env: Environment;
  /** Variables that the config may read. */
  allowedEnv: "any" | readonly string[];
}

export interface ParsedConfig {
  config: Config;
  /** Values that must never be printed. */
  secrets: string[];
  /** Hosts that this config sends secrets to. */
  secretHosts: string[];
}

const NO_TREE: Tree = {
  value: {},
  problems: [],
  interpolations: [],
  locate: () => null,
  sourceOf: () => null,
};

/** Text to configuration. Pure: file system, environment and options come in as values. */
export function parseConfig(text: string | null, options: ParseOptions): ParsedConfig {
  const { file, overrides } = options;
  checkOverride(overrides.url, "--url (or the url input)");
  checkOverride(overrides.baselineUrl, "--baseline-url (or the baseline-url input)");

  const tree = text === null ? NO_TREE : read(text, options);
  const failOn = (problems: readonly Problem[]) => {
    if (problems.length > 0) throw asConfigError(problems, file, tree.locate);
  };

  const show = (path: readonly (string | number)[], value: unknown) =>
    showFound(path, value, tree.sourceOf);
  const { raw, problems } = validate(tree.value, show);
  // What a variable that is not set would have been is not known, so nothing is said about it twice.
  const reported = new Set(tree.problems.map(({ path }) => path && pathKey(path)));
  failOn([
    ...tree.problems,
    ...problems.filter(({ path }) => !path || !reported.has(pathKey(path))),
  ]);
  if (raw === null) throw new RangeError("a config without problems has its shape");

  const context = createContext(show, (path) => resolve(options.baseDir, path));
  const config = normalise(context, withOverrides(raw, overrides), file);
  failOn(context.problems);
  return {
    config,
    secrets: collectSecrets(config, tree.interpolations),
    secretHosts: collectSecretHosts(config, tree.interpolations),
  };
}

function read(text: string, { file, overrides, env, allowedEnv }: ParseOptions): Tree {
  const source = parseYaml(text);
  if (Array.isArray(source)) throw asConfigError(source, file, () => null);
  const replaced = new Map<string, string>();
  if (overrides.url !== null) replaced.set(pathKey(["endpoint", "url"]), overrides.url);
  if (overrides.baselineUrl !== null) {
    replaced.set(pathKey(["baseline", "url"]), overrides.baselineUrl);
  }
  return readTree(source, { env, allowedEnv, replaced });
}

function withOverrides(raw: RawConfig, { url, baselineUrl }: ParseOptions["overrides"]): RawConfig {
  return {
    ...raw,
    ...(url !== null && { endpoint: { ...raw.endpoint, url } }),
    ...(baselineUrl !== null && { baseline: { ...raw.baseline, url: baselineUrl } }),
  };
}

function checkOverride(url: string | null, option: string): void {
  if (url === null) return;
  try {
    parseBaseUrl(url);
  } catch (error) {
    if (!(error instanceof InfergateError)) throw error;
    throw new InfergateError("usage/bad-url", `${option}: ${error.message}`, error.hint);
  }
}
