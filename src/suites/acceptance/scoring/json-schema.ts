import { parseText } from "../../../protocols/json-body";
import { compileSchema } from "../../compile-schema";
import type { Scorer } from "./types";

/** Whether the whole answer is JSON that fits the schema. JSON within other text is not. */
export const jsonSchema: Scorer<"json_schema"> = async ({ file }, { texts }) => {
  const validate = await compileSchema(file, "acceptance.json_schema.schema");
  const faults: string[] = [];
  const values = texts.map((text, index) => {
    const value = text === null ? undefined : parseText(text);
    if (value !== undefined && validate(value)) return 1;
    const [first] = value === undefined ? [] : (validate.errors ?? []);
    const why = first ? `${first.instancePath || "it"} ${first.message}` : "no JSON";
    faults.push(`row ${index + 1}: ${why}`);
    return 0;
  });
  const shown = faults.slice(0, 3).join("; ");
  return { values, note: faults.length === 0 ? null : `the first that do not fit: ${shown}` };
};
