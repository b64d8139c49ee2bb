// Puts the config's validator into the bundle as code, instead of the compiler and its input.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import Ajv from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";

/** The esbuild plugin: `src/config/fits-schema.ts` becomes what ajv makes of the schema. */
export function precompileSchema(root) {
  const json = async (path) => JSON.parse(await readFile(join(root, path), "utf8"));
  return {
    name: "precompile-schema",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]src[\\/]config[\\/]fits-schema\.ts$/ }, async () => {
        const options = await json("src/config/schema-options.json");
        const ajv = new Ajv.default({ ...options, code: { source: true } });
        ajv.addSchema(await json("schema/infergate.schema.json"), "config");
        return { contents: standaloneCode.default(ajv, { fitsSchema: "config" }), loader: "js" };
      });
    },
  };
}
