import type { Environment } from "../config/interpolate";
import { nearestName } from "../config/nearest-name";
import { parseDuration } from "../config/quantities";
import { quote } from "../config/quote";
import type { ReportConfig } from "../config/types";
import { InfergateError } from "../errors";
import { parseShard, type Shard } from "../shards/shard";
import { parseStartAt } from "../shards/start-at";
import { SUITES } from "../suites";
import type { SuiteName } from "../verdict/result";

/** Reads an input by name, "" where the workflow does not set it; `core.getInput` is one. */
export type GetInput = (name: string) => string;

/** What the workflow step says, checked. Null where it says nothing. */
export interface ActionInputs {
  token: string | null;
  baselineToken: string | null;
  githubToken: string | null;
  url: string | null;
  baselineUrl: string | null;
  config: string | null;
  suites: SuiteName[] | null;
  seed: number | null;
  out: string;
  timeoutMs: number | null;
  mode: Mode;
  shard: Shard | null;
  /** Milliseconds since 1970. */
  startAtMs: number | null;
  /** Goes before `report.comment` of the config. */
  comment: CommentMode | null;
  allowedHosts: string[];
  allowedEnv: string[];
  allowUntrustedConfig: boolean;
  allowCommands: boolean;
}

export type CommentMode = ReportConfig["comment"];

/**
 * `run` runs the gate, or one shard of it. `merge` judges the shards' blobs, `publish` shows a result
 * that another workflow came to; both read them from the folder `out`.
 */
export const MODES = ["run", "merge", "publish"] as const;
export type Mode = (typeof MODES)[number];

const COMMENT_MODES: readonly CommentMode[] = ["always", "on-change", "on-fail", "off"];
/** YAML 1.2 core schema, the one that workflow files are read by. */
const BOOLEANS: Record<string, boolean> = {
  true: true,
  True: true,
  TRUE: true,
  false: false,
  False: false,
  FALSE: false,
};

/**
 * Reads every input once. The secrets come first, so that they are masked before anything else can
 * fail and be printed. Throws InfergateError `usage/bad-input`.
 */
export function loadInputs(getInput: GetInput, env: Environment, now: number): ActionInputs {
  return {
    token: textOf(getInput("token")),
    baselineToken: textOf(getInput("baseline-token")),
    githubToken: textOf(getInput("github-token")),
    url: textOf(getInput("url")),
    baselineUrl: textOf(getInput("baseline-url")),
    config: textOf(getInput("config")),
    suites: suitesOf(getInput("suite")),
    seed: seedOf(getInput("seed")),
    out: textOf(getInput("out")) ?? "infergate-report",
    timeoutMs: timeoutOf(getInput("timeout")),
    mode: oneOf("mode", textOf(getInput("mode")) ?? "run", MODES),
    shard: mapGiven(getInput("shard"), (text) => parseShard(text, "Input shard:", env)),
    startAtMs: mapGiven(getInput("start-at"), (text) => parseStartAt(text, "Input start-at:", now)),
    comment: commentOf(getInput("comment")),
    allowedHosts: listOf(getInput("allowed-hosts")),
    allowedEnv: listOf(getInput("env-allow")),
    allowUntrustedConfig: booleanOf("allow-untrusted-config", getInput("allow-untrusted-config")),
    allowCommands: booleanOf("allow-commands", getInput("allow-commands")),
  };
}

function textOf(value: string): string | null {
  return value === "" ? null : value;
}

function mapGiven<T>(value: string, parse: (text: string) => T): T | null {
  return value === "" ? null : parse(value);
}

/** Commas or line breaks between the entries. */
function listOf(value: string): string[] {
  return value
    .split(/[,\r\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}

function suitesOf(value: string): SuiteName[] | null {
  const names = listOf(value);
  const known = Object.keys(SUITES) as SuiteName[];
  return names.length === 0 ? null : names.map((name) => oneOf("suite", name, known));
}

function commentOf(value: string): CommentMode | null {
  return value === "" ? null : oneOf("comment", value, COMMENT_MODES);
}

function oneOf<T extends string>(input: string, value: string, valid: readonly T[]): T {
  const found = valid.find((name) => name === value);
  if (found !== undefined) return found;
  const nearest = nearestName(value, valid);
  throw badInput(
    input,
    value,
    `one of ${valid.join(", ")}`,
    nearest === null ? null : `Did you mean ${nearest}?`,
  );
}

function seedOf(value: string): number | null {
  if (value === "") return null;
  const seed = Number(value);
  if (/^\d+$/.test(value) && Number.isSafeInteger(seed)) return seed;
  throw badInput("seed", value, `an integer from 0 to ${Number.MAX_SAFE_INTEGER}`);
}

function timeoutOf(value: string): number | null {
  if (value === "") return null;
  const ms = parseDuration(value);
  if (ms !== null && ms > 0) return ms;
  throw badInput("timeout", value, "a duration above zero, such as 90s or 10m");
}

function booleanOf(input: string, value: string): boolean {
  if (value === "") return false;
  const found = Object.hasOwn(BOOLEANS, value) ? BOOLEANS[value] : undefined;
  if (found === undefined) throw badInput(input, value, "true or false");
  return found;
}

function badInput(
  input: string,
  value: string,
  expected: string,
  hint: string | null = null,
): InfergateError {
  return new InfergateError(
    "usage/bad-input",
    `Input ${input}: expected ${expected}, found ${quote(value)}`,
    hint ?? `Change ${input} under "with:" of the workflow step.`,
  );
}
