import type { Config } from "./types";

/** Every program that the config wants to be run, by its key. */
export function commandsOf({ load }: Config): Map<string, readonly string[]> {
  const source = load?.monitor?.source;
  return new Map(
    source?.kind === "command" ? [["load.monitor.command", source.command] as const] : [],
  );
}
