import { join } from "node:path";

/** Takes the place of src/load/threads/thread-file.ts: what build-load-threads.cjs has built. */
export function threadFile(name: string): string {
  return join(process.env.INFERGATE_TEST_THREADS as string, `${name}.cjs`);
}
