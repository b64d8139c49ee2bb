import { type ParsedConfig, type ParseOptions, parseConfig } from "../../src/config/parse-config";
import { InfergateError } from "../../src/errors";

export const OPTIONS: ParseOptions = {
  file: "infergate.yml",
  baseDir: "/project",
  overrides: { url: null, baselineUrl: null },
  env: {},
  allowedEnv: "any",
};

export function parse(text: string | null, options: Partial<ParseOptions> = {}): ParsedConfig {
  return parseConfig(text, { ...OPTIONS, ...options });
}

/** The error that a config ends in. */
export function failure(text: string | null, options: Partial<ParseOptions> = {}): InfergateError {
  try {
    parse(text, options);
  } catch (error) {
    if (error instanceof InfergateError) return error;
    throw error;
  }
  throw new Error(`no error for:\n${text}`);
}

/** The two lines that every other test needs before its own. */
export const URL_LINES = "endpoint:\n  url: http://localhost:8080\n";
