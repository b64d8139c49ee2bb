import { join } from "node:path";

/** The built entry of a thread, which stands beside the bundle that starts it. */
export function threadFile(name: "load-worker" | "load-alarm"): string {
  return join(__dirname, `${name}.cjs`);
}
