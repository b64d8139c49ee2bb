import { type ParseArgsConfig, parseArgs } from "node:util";
import { nearestName } from "../config/nearest-name";
import { parseDuration } from "../config/quantities";
import { InfergateError } from "../errors";
import { SUITES } from "../suites";
import type { SuiteName } from "../verdict/result";

type OptionSpecs = NonNullable<ParseArgsConfig["options"]>;

export interface ParsedOptions {
  values: Record<string, string | boolean | undefined>;
  positionals: string[];
}

/** Options of one command; a repeated option, the last wins. Throws `usage/…`. */
export function parseOptions(args: string[], options: OptionSpecs, usage: string): ParsedOptions {
  try {
    const { values, positionals } = parseArgs({
      args,
      options,
      strict: true,
      allowPositionals: true,
    });
    return { values: values as ParsedOptions["values"], positionals };
  } catch (error) {
    throw new InfergateError("usage/option", explain(error as Error, options), usage);
  }
}

/** Node's own message, shortened to what the reader needs, with the option that was likely meant. */
function explain(error: Error, options: OptionSpecs): string {
  const unknown = /Unknown option '(-{1,2}[^']*)'/.exec(error.message)?.[1];
  if (unknown === undefined) return error.message.split(". ")[0] as string;
  const nearest = nearestName(unknown.replace(/^-+/, ""), Object.keys(options));
  return `unknown option ${unknown}${nearest === null ? "" : `; did you mean --${nearest}?`}`;
}

export function parseSuites(text: string): SuiteName[] {
  const known = Object.keys(SUITES);
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) {
    throw new InfergateError(
      "usage/suite",
      "--suite names no suite",
      `Name some of ${known.join(", ")}.`,
    );
  }
  for (const name of names) {
    if (known.includes(name)) continue;
    const nearest = nearestName(name, known);
    throw new InfergateError(
      "usage/suite",
      `--suite: there is no suite "${name}"${nearest === null ? "" : `; did you mean ${nearest}?`}`,
      `Suites are ${known.join(", ")}.`,
    );
  }
  return names as SuiteName[];
}

export function parseSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(seed)) return seed;
  throw new InfergateError(
    "usage/seed",
    `--seed ${text}: expected a whole number from 0`,
    "For example --seed 7",
  );
}

export function parseTimeout(text: string): number {
  const ms = parseDuration(text);
  if (ms !== null && ms > 0) return ms;
  throw new InfergateError(
    "usage/timeout",
    `--timeout ${text}: expected a time over 0`,
    "For example --timeout 10m",
  );
}
