import { monitorsOf } from "./monitors";
import type { Config } from "./types";

/** Every program that the config wants to be run, by its key. */
export function commandsOf(config: Config): Map<string, readonly string[]> {
  return new Map(
    [...monitorsOf(config)].flatMap(([place, { source }]) =>
      source.kind === "command" ? [[`${place}.command`, source.command] as const] : [],
    ),
  );
}
