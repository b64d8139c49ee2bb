// The threads of the load generator, bundled by themselves: in dist/, for the tests and for the bench.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** By the name under which `src/load/threads/thread-file.ts` looks for them. */
export const LOAD_THREADS = {
  "load-worker": "src/load/threads/load-worker.ts",
  "load-alarm": "src/load/threads/alarm-thread.ts",
  "load-loopback": "src/load/calibration/loopback-server.ts",
};

export async function buildLoadThreads(outdir) {
  await build({
    absWorkingDir: fileURLToPath(new URL("..", import.meta.url)),
    entryPoints: LOAD_THREADS,
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
  });
}
