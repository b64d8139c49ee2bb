import { readFile } from "node:fs/promises";
import Ajv, { type ValidateFunction } from "ajv";
import { InfergateError } from "../errors";

/** A JSON Schema of the user's, compiled. Fails with `config/schema`; `key` names it in messages. */
export async function compileSchema(file: string, key: string): Promise<ValidateFunction> {
  return compileObject(await readSchema(file, key), `${key}: ${file}`);
}

export function compileObject(schema: object, what: string): ValidateFunction {
  try {
    return new Ajv({ strict: false, allErrors: true, logger: false }).compile(schema);
  } catch (error) {
    throw new InfergateError(
      "config/schema",
      `${what} is no JSON Schema: ${(error as Error).message}`,
    );
  }
}

async function readSchema(file: string, key: string): Promise<object> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as object;
  } catch (error) {
    throw new InfergateError(
      "config/schema",
      `${key}: ${file} cannot be read: ${(error as Error).message}`,
      "Paths in the config are relative to the config file.",
    );
  }
}
