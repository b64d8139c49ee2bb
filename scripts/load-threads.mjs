// The threads of the load generator, bundled by themselves: in dist/, for the tests and for the bench.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { GRPC_EXTERNAL, GRPC_LIBRARY, loadGrpcLazily } from "./grpc-library.mjs";

/** By the name under which `src/load/threads/thread-file.ts` looks for them. */
export const LOAD_THREADS = {
  "load-worker": "src/load/threads/load-worker.ts",
  "load-alarm": "src/load/threads/alarm-thread.ts",
  "load-loopback": "src/load/calibration/loopback-server.ts",
};

export async function buildLoadThreads(outdir) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  await build({
    absWorkingDir: root,
    entryPoints: { ...LOAD_THREADS, ...GRPC_LIBRARY },
    external: GRPC_EXTERNAL,
    plugins: [loadGrpcLazily(root)],
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
  });
}
