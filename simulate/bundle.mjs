import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

/** A module in TypeScript, with all that it imports, as Node runs it: no faster way to run src/ itself. */
export async function importTypeScript(url) {
  const folder = await mkdtemp(join(tmpdir(), "simulate-"));
  try {
    const bundle = join(folder, "module.mjs");
    await build({
      entryPoints: [fileURLToPath(url)],
      bundle: true,
      platform: "node",
      target: "node20",
      format: "esm",
      outfile: bundle,
    });
    return await import(pathToFileURL(bundle).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
