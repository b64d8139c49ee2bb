import { readFile } from "node:fs/promises";
import Ajv from "ajv";
import { InfergateError } from "../../../errors";
import { tryParseJson } from "../../../protocols/json-body";
import { fail, pass, type SystemCheck, skip } from "../check-types";

/** The answer's body against the user's JSON Schema, else against the one that the protocol's metadata gives. */
export const schema: SystemCheck = {
  id: "schema",
  title: "The answer has the promised form",
  level: "smoke",
  needsRows: 1,
  async run(session) {
    const file = session.config.schema;
    const wanted =
      file === null ? session.context.candidate.model.answerSchema : await readSchema(file);
    if (wanted === null) return skip("the protocol fixes no form, and system.schema names none");
    const validate = compile(wanted, file);
    const { asked } = await session.askWell(session.rows.slice(0, 1));
    const { textOf } = session.context.candidate.model;
    const answer = asked.exchange.ok ? asked.exchange.answer : null;
    const body = answer === null ? undefined : tryParseJson(textOf?.(answer) ?? answer);
    if (validate(body))
      return pass(
        `as ${file === null ? "the protocol and the metadata say" : "system.schema says"}`,
      );
    const faults = (validate.errors ?? [])
      .slice(0, 3)
      .map(({ instancePath, message }) => `${instancePath || "the body"} ${message}`);
    return fail(faults.join("; "), { evidence: [session.evidence(asked.request, asked.exchange)] });
  },
};

async function readSchema(file: string): Promise<object> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as object;
  } catch (error) {
    throw new InfergateError(
      "config/schema",
      `system.schema: ${file} cannot be read: ${(error as Error).message}`,
    );
  }
}

function compile(wanted: object, file: string | null) {
  try {
    return new Ajv({ strict: false, allErrors: true, logger: false }).compile(wanted);
  } catch (error) {
    throw new InfergateError(
      "config/schema",
      `system.schema: ${file ?? "the protocol's own"} is not a JSON Schema: ${(error as Error).message}`,
    );
  }
}
