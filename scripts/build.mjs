// Builds the committed bundles. `node scripts/build.mjs [OUT_DIR]`, default `dist`.
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundlePage } from "./bundle-page.cjs";
import { GRPC_EXTERNAL, GRPC_LIBRARY, loadGrpcLazily } from "./grpc-library.mjs";
import { inlinePage } from "./inline-page.mjs";
import { LOAD_THREADS } from "./load-threads.mjs";
import { precompileSchema } from "./precompile-schema.mjs";
import { thirdPartyLicenses } from "./third-party-licenses.cjs";

const outdir = process.argv[2] ?? "dist";
const root = fileURLToPath(new URL("..", import.meta.url));
await mkdir(outdir, { recursive: true });
const page = bundlePage(root);

const result = await build({
  absWorkingDir: root,
  entryPoints: {
    index: "src/action.ts",
    cli: "src/cli.ts",
    "demo-server": "src/demo/worker.ts",
    ...LOAD_THREADS,
    ...GRPC_LIBRARY,
  },
  external: GRPC_EXTERNAL,
  outdir: resolve(outdir),
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // Unminified, so that a stack trace and a review of dist/ can be read.
  minify: false,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  plugins: [precompileSchema(root), inlinePage(page), loadGrpcLazily(root)],
});

const inputs = [...Object.keys(result.metafile.inputs), ...page.inputs];
const licences = thirdPartyLicenses(root, inputs).map((text) => `${"-".repeat(72)}\n${text}`);
await writeFile(
  join(outdir, "licenses.txt"),
  `Licences of the packages bundled in this folder.\n\n${licences.join("\n")}`,
);
for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) {
  console.log(`${file}  ${(bytes / 1024).toFixed(0)} KiB`);
}
