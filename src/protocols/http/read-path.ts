import { query } from "jsonpathly";
import { InfergateError } from "../../errors";
import type { Json } from "../json-body";

/** Every value that an RFC 9535 JSON path selects. */
export function selectAll(body: Json, path: string): Json[] {
  try {
    return query(body, path, { returnArray: true }) as Json[];
  } catch (error) {
    throw badPath(path, error);
  }
}

/** The items of a list, and nothing of an object: `$[*]` would take `{"error": …}` apart. */
export const LIST_ITEMS = "$[0:]";

/** Whether the path can select at most one value ("singular query" in RFC 9535, 2.3.5.1). */
export function isSingular(path: string): boolean {
  const withoutNames = path.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
  return !/[*?:,]|\.\./.test(withoutNames);
}

/** Throws `config/json-path` where the path cannot be read. */
export function assertJsonPath(path: string, key: string): void {
  try {
    query(null, path, { returnArray: true });
  } catch (error) {
    throw badPath(`${path}" in "${key}`, error);
  }
}

function badPath(path: string, error: unknown): InfergateError {
  const why = error instanceof Error ? error.message.split("\n")[0] : String(error);
  return new InfergateError(
    "config/json-path",
    `"${path}" is not a JSON path: ${why}`,
    "Write it as in RFC 9535, e.g. $.predictions[*].label or $.outputs[0].data",
  );
}
