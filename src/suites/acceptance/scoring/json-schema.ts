import { parseText } from "../../../protocols/json-body";
import { boundedMatch } from "../../bounded-match";
import { compileSchema } from "../../compile-schema";
import { type Scorer, unscored } from "./types";

/** Whether the whole answer is JSON that fits the schema. JSON within other text is not. */
export const jsonSchema: Scorer<"json_schema"> = async ({ file }, { texts }) => {
  const validate = await compileSchema(file, "acceptance.json_schema.schema");
  const faults: string[] = [];
  const values: number[] = [];
  for (const [index, text] of texts.entries()) {
    const value = text === null ? undefined : parseText(text);
    const match = value !== undefined && boundedMatch(() => validate(value));
    if (typeof match === "object") {
      return unscored(
        `the schema ${match.gaveUp} on the answer to row ${index + 1}`,
        "Write its patterns without nested repeats such as (a+)+.",
      );
    }
    values.push(Number(match));
    if (match) continue;
    const [first] = value === undefined ? [] : (validate.errors ?? []);
    const why = first ? `${first.instancePath || "it"} ${first.message}` : "no JSON";
    faults.push(`row ${index + 1}: ${why}`);
  }
  const shown = faults.slice(0, 3).join("; ");
  return { values, note: faults.length === 0 ? null : `the first that do not fit: ${shown}` };
};
