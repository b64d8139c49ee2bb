import Ajv, { type ValidateFunction } from "ajv";
import schema from "../../schema/infergate.schema.json";
import type { RawConfig } from "./raw-config";
import options from "./schema-options.json";

/**
 * Whether plain values have the shape of a config. Compiling takes a tenth of the time to the first
 * request, so in `dist/` this file is its own result (`scripts/precompile-schema.mjs`).
 *
 * The schema is ours, and a test holds it to ajv's strict mode, so the options leave out what only
 * guards against a bad schema; `strictNumbers` stays, because Infinity and NaN are no numbers.
 */
export const fitsSchema: ValidateFunction<RawConfig> = new Ajv(options).compile<RawConfig>(schema);
