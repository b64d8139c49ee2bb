import { monitorsOf } from "./monitors";
import type { Config } from "./types";

/** Every program that the config wants to be run, by its key. */
export function commandsOf(config: Config): Map<string, readonly string[]> {
  const drive = config.canary?.drive;
  return new Map([
    ...[...monitorsOf(config)].flatMap(([place, { source }]) =>
      source.kind === "command" ? [[`${place}.command`, source.command] as const] : [],
    ),
    ...(drive
      ? [
          ["canary.drive.advance", drive.advance] as const,
          ["canary.drive.rollback", drive.rollback] as const,
        ]
      : []),
  ]);
}
