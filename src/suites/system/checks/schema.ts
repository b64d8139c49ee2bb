import { tryParseJson } from "../../../protocols/json-body";
import { boundedMatch } from "../../bounded-match";
import { compileObject, compileSchema } from "../../compile-schema";
import { fail, pass, type SystemCheck, skip } from "../check-types";

/** The answer's body against the user's JSON Schema, else against the one that the protocol's metadata gives. */
export const schema: SystemCheck = {
  id: "schema",
  title: "The answer has the promised form",
  level: "smoke",
  needsRows: 1,
  async run(session) {
    const file = session.config.schema;
    const promised = session.context.candidate.model.answerSchema;
    if (file === null && promised === null) {
      return skip("the protocol fixes no form, and system.schema names none");
    }
    const validate = await (file === null
      ? compileObject(promised as object, "the protocol's own schema")
      : compileSchema(file, "system.schema"));
    const { asked } = await session.askWell(session.rows.slice(0, 1));
    const { textOf } = session.context.candidate.model;
    const answer = asked.exchange.ok ? asked.exchange.answer : null;
    const body = answer === null ? undefined : tryParseJson(textOf?.(answer) ?? answer);
    const evidence = [session.evidence(asked.request, asked.exchange)];
    // Many a schema lets pass what is nothing at all.
    if (body === undefined) return fail("the body is not JSON", { evidence });
    const match = boundedMatch(() => validate(body));
    if (typeof match === "object") {
      const message = `the schema ${match.gaveUp} on the answer`;
      return { verdict: "error", message, evidence };
    }
    if (match)
      return pass(
        `as ${file === null ? "the protocol and the metadata say" : "system.schema says"}`,
      );
    const faults = (validate.errors ?? [])
      .slice(0, 3)
      .map(({ instancePath, message }) => `${instancePath || "the body"} ${message}`);
    return fail(faults.join("; "), { evidence });
  },
};
