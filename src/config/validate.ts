import type { ErrorObject } from "ajv";
import type { ErrorCode } from "../errors";
import { fitsSchema } from "./fits-schema";
import { nearestName } from "./nearest-name";
import { type KeyPath, type Problem, showKey } from "./problem";
import { quote } from "./quote";
import type { RawConfig } from "./raw-config";
import { isSecretPath } from "./secrets";

type Node = Record<string, unknown>;

interface Fault {
  code: ErrorCode;
  text: string;
  hint?: string;
  /** The key that is meant, below the path of ajv's error. */
  key?: string;
}

/** Shows what was found at a path, unless it is secret. */
export type Show = (path: KeyPath, value: unknown) => string;

/** What ajv found, in words. `found` is what stands at the path, ready to be shown. */
const FAULTS: Record<string, (error: ErrorObject, found: string) => Fault> = {
  additionalProperties: ({ params, parentSchema }) => {
    const key = params.additionalProperty as string;
    const valid = Object.keys((parentSchema?.properties as Node) ?? {});
    const nearest = nearestName(key, valid);
    return {
      code: "config/unknown-key",
      key,
      text: `unknown key${nearest ? `; did you mean ${showKey(nearest)}?` : ""}`,
      hint: `Keys here: ${valid.join(", ")}.`,
    };
  },
  required: ({ params }) => ({
    code: "config/missing-key",
    text: `the key ${params.missingProperty} is missing`,
  }),
  minProperties: ({ parentSchema }) => ({
    code: "config/missing-key",
    text: `is empty; expected ${oneOf(Object.keys((parentSchema?.properties as Node) ?? {}))}`,
  }),
  maxProperties: ({ parentSchema }) => ({
    code: "config/impossible-value",
    text: `expected only one of ${Object.keys((parentSchema?.properties as Node) ?? {}).join(", ")}`,
  }),
  minimum: ({ params }, found) => impossible(`expected at least ${params.limit}`, found),
  maximum: ({ params }, found) => impossible(`expected at most ${params.limit}`, found),
  minLength: (_, found) => impossible("expected some text", found),
  minItems: ({ params, data }) =>
    impossible(`expected ${params.limit} or more entries`, String((data as unknown[]).length)),
  uniqueItems: ({ params }) => ({
    code: "config/impossible-value",
    text: `the entries ${params.i} and ${params.j} are the same`,
  }),
  type: (error, found) => wrongType(expectedBy(error), found, hintFor(error)),
  enum: (error, found) => wrongType(expectedBy(error), found, suggestWord(error)),
  pattern: (error, found) => wrongType(expectedBy(error), found),
  anyOf: (error, found) => wrongType(expectedBy(error), found, suggestWord(error)),
};

const TYPE_NAMES: Record<string, string> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "null",
  object: "a map",
  array: "a list",
};

/** Holds the plain values against the schema: the problems, or none and the values have its shape. */
export function validate(
  value: unknown,
  show: Show,
): { raw: RawConfig; problems: [] } | { raw: null; problems: Problem[] } {
  if (fitsSchema(value)) return { raw: value, problems: [] };
  const problems = withoutEchoes(fitsSchema.errors ?? []).map((error): Problem => {
    const path = toPath(error.instancePath, value);
    const fault = (FAULTS[error.keyword] ?? FAULTS.type)?.(error, show(path, error.data)) as Fault;
    return {
      code: fault.code,
      path: fault.key === undefined ? path : [...path, fault.key],
      text: fault.text,
      hint: isSecretPath(path) ? null : (fault.hint ?? null),
    };
  });
  return { raw: null, problems: withoutDoubles(problems) };
}

/** Shown in messages: short, on one line, never a secret. */
export function showFound(
  path: KeyPath,
  value: unknown,
  sourceOf: (path: KeyPath) => string | null,
): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (isSecretPath(path)) return "a value that is not shown";
  // As the file says it: what a variable holds may be a secret anywhere.
  return quote(sourceOf(path) ?? value);
}

/**
 * Where a value may be a word or a map, ajv reports every branch that did not fit. A map was meant to
 * be the map: its own errors count. Anything else did not fit at all: one error says what would.
 */
function withoutEchoes(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = new Map(
    errors
      .filter(({ keyword }) => keyword === "anyOf")
      .map((error) => [error.instancePath, isMap(error.data) && hasMapBranch(error)]),
  );
  return errors.filter(({ instancePath, keyword }) => {
    const meantMap = choices.get(instancePath);
    if (meantMap === undefined) return true;
    return meantMap ? !MISMATCH.has(keyword) : keyword === "anyOf";
  });
}

/** A key that fits a name and a pattern of the schema is judged by both. */
function withoutDoubles(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

const MISMATCH = new Set(["anyOf", "type", "enum", "pattern"]);

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasMapBranch({ schema: branches }: ErrorObject): boolean {
  return (branches as Node[]).some(({ type }) => type === "object");
}

/** A definition is titled with what it expects; other schemas say it by their keywords. */
function expectedBy({ schemaPath, parentSchema, schema: wanted }: ErrorObject): string {
  if (/^#\/[^/]+$/.test(schemaPath) && parentSchema?.title) {
    return parentSchema.title as string;
  }
  if (Array.isArray(parentSchema?.enum)) return oneOf(words(parentSchema.enum));
  const types = Array.isArray(wanted) ? wanted : [wanted];
  return types.map((type) => TYPE_NAMES[type as string] ?? type).join(", ");
}

function hintFor({ parentSchema, data }: ErrorObject): string | undefined {
  return parentSchema?.type === "string" && (typeof data === "number" || typeof data === "boolean")
    ? `Put it in quotes: "${data}".`
    : undefined;
}

function suggestWord({ parentSchema, data }: ErrorObject): string | undefined {
  if (typeof data !== "string") return undefined;
  const branches = (parentSchema?.anyOf ?? [parentSchema]) as Node[];
  const nearest = nearestName(
    data,
    branches.flatMap((branch) => words(branch.enum ?? [])),
  );
  return nearest ? `Did you mean ${nearest}?` : undefined;
}

/** `false` is what an older YAML makes of `off`, and is not advertised. */
function words(values: unknown): string[] {
  return (values as unknown[]).filter((value) => typeof value === "string");
}

function oneOf(names: readonly string[]): string {
  return names.length > 1 ? `one of ${names.join(", ")}` : (names[0] ?? "at least one entry");
}

function wrongType(expected: string, found: string, hint?: string): Fault {
  return {
    code: "config/wrong-type",
    text: `expected ${expected}, found ${found}`,
    ...(hint && { hint }),
  };
}

function impossible(expected: string, found: string): Fault {
  return { code: "config/impossible-value", text: `${expected}, found ${found}` };
}

/** A JSON pointer (RFC 6901) to keys, with the list indexes as numbers. */
function toPath(pointer: string, root: unknown): KeyPath {
  let value = root;
  return pointer
    .split("/")
    .slice(1)
    .map((part) => {
      const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
      const inList = Array.isArray(value);
      value = (value as Node)[key];
      return inList ? Number(key) : key;
    });
}
