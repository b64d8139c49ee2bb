// Builds the committed bundles. `node scripts/build.mjs [OUT_DIR]`, default `dist`.
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { precompileSchema } from "./precompile-schema.mjs";
import { thirdPartyLicenses } from "./third-party-licenses.mjs";

const outdir = process.argv[2] ?? "dist";
const root = fileURLToPath(new URL("..", import.meta.url));
await mkdir(outdir, { recursive: true });

const GRPC_LIBRARY = "src/http/grpc/library.ts";

const result = await build({
  absWorkingDir: root,
  entryPoints: {
    index: "src/action.ts",
    cli: "src/cli.ts",
    "demo-server": "src/demo/worker.ts",
    grpc: GRPC_LIBRARY,
  },
  // grpc-js asks for it only to serve statistics of its own (channelz, ORCA).
  external: ["@grpc/proto-loader"],
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
  plugins: [precompileSchema(root), loadLazily(GRPC_LIBRARY, "./grpc.cjs")],
});

await writeFile(join(outdir, "licenses.txt"), await thirdPartyLicenses(root, result.metafile));
for (const [file, { bytes }] of Object.entries(result.metafile.outputs)) {
  console.log(`${file}  ${(bytes / 1024).toFixed(0)} KiB`);
}

/** The esbuild plugin: where this file is imported dynamically, another bundle is loaded. */
function loadLazily(file, bundle) {
  const path = resolve(root, file).replace(/\.ts$/, "");
  return {
    name: "load-lazily",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path: asked, resolveDir }) =>
        kind === "dynamic-import" && resolve(resolveDir, asked) === path
          ? { path: bundle, external: true }
          : undefined,
      );
    },
  };
}
