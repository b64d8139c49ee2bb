import type { Config } from "./types";

/** Every program that the config wants to be run, by its key. */
export function commandsOf({ load, canary }: Config): Map<string, readonly string[]> {
  const source = load?.monitor?.source;
  const drive = canary?.drive;
  return new Map([
    ...(source?.kind === "command" ? [["load.monitor.command", source.command] as const] : []),
    ...(drive
      ? [
          ["canary.drive.advance", drive.advance] as const,
          ["canary.drive.rollback", drive.rollback] as const,
        ]
      : []),
  ]);
}
