import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import schema from "../../schema/result.schema.json";
import { InfergateError } from "../errors";
import { combine } from "../verdict/combine";
import type { GateResult } from "../verdict/result";
import { visibleLine } from "./visible-text";

const READABLE_VERSION = 1;

let validator: ValidateFunction<GateResult> | null = null;

/** Not before it is needed: compiling takes a quarter of the start of a run, which reads no result. */
function compiled(): ValidateFunction<GateResult> {
  validator ??= new Ajv({ verbose: true, allowUnionTypes: true }).compile<GateResult>(schema);
  return validator;
}

/**
 * Reads a `result.json` back. The file may come from elsewhere, so that nothing in it is believed
 * before the schema has seen it. Throws `data/bad-result`, with the file and the place in it.
 */
export function parseResult(text: string, path: string): GateResult {
  const value = parseJson(text, path);
  const version = schemaVersionOf(value);
  if (typeof version === "number" && version > READABLE_VERSION) {
    throw new InfergateError(
      "data/bad-result",
      `${path} has schemaVersion ${version}; this infergate reads ${READABLE_VERSION}.`,
      "Use the version of infergate that wrote it, or a newer one.",
    );
  }
  const isGateResult = compiled();
  if (!isGateResult(value)) {
    const [error] = isGateResult.errors ?? [];
    throw notOurs(path, error === undefined ? "it does not match" : explain(error));
  }
  const contradiction = findContradiction(value);
  if (contradiction !== null) throw notOurs(path, contradiction);
  return value;
}

function notOurs(path: string, why: string): InfergateError {
  return new InfergateError(
    "data/bad-result",
    `${path} is not a result of infergate: ${why}.`,
    "Pass the result.json that `infergate run` wrote; schema/result.schema.json says what it holds.",
  );
}

/** A verdict is not believed that its parts do not have: of a suite its checks, of the whole its suites. */
function findContradiction({ verdict, suites }: GateResult): string | null {
  for (const [index, suite] of suites.entries()) {
    const outcomes = suite.checks.map((check) => check.verdict);
    const fits =
      suite.verdict === "skipped"
        ? outcomes.every((one) => one === "skipped")
        : suite.verdict === combine(outcomes);
    if (!fits) return `/suites/${index}/verdict is ${suite.verdict}, and its checks say otherwise`;
  }
  return verdict === combine(suites.map((suite) => suite.verdict))
    ? null
    : `/verdict is ${verdict}, and its suites say otherwise`;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? visibleLine(cause.message, 200) : "";
    throw new InfergateError(
      "data/bad-result",
      `${path} is not JSON: ${reason}.`,
      "Was the run interrupted while it wrote the file? Run the gate again.",
      { cause },
    );
  }
}

function schemaVersionOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "schemaVersion" in value
    ? value.schemaVersion
    : undefined;
}

/** "/suites/0/checks/3/verdict must be equal to one of … (got "green")". */
function explain({ instancePath, message = "is wrong", params, data }: ErrorObject): string {
  const allowed = Array.isArray(params.allowedValues) ? `: ${params.allowedValues.join(", ")}` : "";
  const extra = params.additionalProperty === undefined ? "" : ` (${params.additionalProperty})`;
  const scalar = typeof data !== "object" || data === null;
  const got = scalar ? ` (got ${visibleLine(JSON.stringify(data), 60)})` : "";
  return visibleLine(`${instancePath || "its top level"} ${message}${allowed}${extra}${got}`, 400);
}
