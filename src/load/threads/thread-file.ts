import { join } from "node:path";

/** The built entry of a thread, which stands beside the bundle that starts it. */
export function threadFile(name: "load-worker" | "load-alarm" | "load-loopback"): string {
  return join(__dirname, `${name}.cjs`);
}
