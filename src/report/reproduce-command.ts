import type { GateResult } from "../verdict/result";
import { publicUrl } from "./public-url";

/**
 * The command that runs the same again: same endpoint, seed and suites, with the config file that lies
 * there. Never with a secret: credentials come from the environment, as they did before. Quoted for
 * POSIX shells and PowerShell.
 */
export function reproduceCommand({ endpoint, baseline, run, suites }: GateResult): string {
  const ran = suites.filter(({ verdict }) => verdict !== "skipped").map(({ name }) => name);
  const options: [string, string | null][] = [
    ["--url", endpoint && publicUrl(endpoint.url)],
    ["--baseline-url", baseline && publicUrl(baseline.url)],
    ["--seed", String(run.seed)],
    ["--suite", ran.length === 0 ? null : [...new Set(ran)].join(",")],
  ];
  return [
    "infergate run",
    ...options.flatMap(([name, value]) => (value === null ? [] : [name, quote(value)])),
  ].join(" ");
}

/** An apostrophe is percent-encoded, since shells disagree on how to quote one; only URLs hold any. */
function quote(word: string): string {
  return /^[\w./:,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "%27")}'`;
}
