import { readFile } from "node:fs/promises";
import Ajv, { type Options, type Schema, type ValidateFunction } from "ajv";
import Ajv2019 from "ajv/dist/2019";
import Ajv2020 from "ajv/dist/2020";
import { InfergateError } from "../errors";
import { isObject } from "../protocols/json-body";

/** A JSON Schema of the user's, compiled. Fails with `config/schema`; `key` names it in messages. */
export async function compileSchema(file: string, key: string): Promise<ValidateFunction> {
  return compileObject(await readSchema(file, key), `${key}: ${file}`);
}

/** By its `$schema`; without one it is of the latest, that of OpenAPI 3.1. */
const DIALECTS: readonly [RegExp, new (options: Options) => Pick<Ajv, "compile">][] = [
  [/draft-07/, Ajv],
  [/2019-09/, Ajv2019],
  [/^/, Ajv2020],
];

export function compileObject(schema: Schema, what: string): ValidateFunction {
  const dialect = isObject(schema) ? schema.$schema : undefined;
  const [, Dialect] = DIALECTS.find(([name]) => name.test(String(dialect))) as (typeof DIALECTS)[0];
  try {
    const options = { strict: false, allErrors: true, logger: false } as const;
    const validate = new Dialect(options).compile(schema);
    // Its verdict would be a promise, and a promise is always true.
    if ("$async" in validate) throw new Error("it is asynchronous ($async)");
    return validate as ValidateFunction;
  } catch (error) {
    throw new InfergateError(
      "config/schema",
      `${what} is no JSON Schema: ${(error as Error).message}`,
      'Drafts 07, 2019-09 and 2020-12 are known; "$schema" in the file says which one it is.',
    );
  }
}

async function readSchema(file: string, key: string): Promise<Schema> {
  const schema = await parseFile(file, key);
  if (isObject(schema) || typeof schema === "boolean") return schema;
  throw new InfergateError(
    "config/schema",
    `${key}: ${file} is no JSON Schema: expected an object, true or false`,
  );
}

async function parseFile(file: string, key: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new InfergateError(
      "config/schema",
      `${key}: ${file} cannot be read: ${(error as Error).message}`,
      "Paths in the config are relative to the config file.",
    );
  }
}
