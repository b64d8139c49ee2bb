import { InfergateError } from "../errors";
import type { GitHubEvent } from "./event";

/**
 * On an event that outsiders can start and that carries secrets, a config file from the workspace may
 * be the outsider's: it would say where requests go and what they carry. Throws
 * `usage/untrusted-config`.
 */
export function assertTrustedConfig(
  event: GitHubEvent,
  configFile: string | null,
  allowUntrusted: boolean,
): void {
  if (configFile === null || !event.privileged || allowUntrusted) return;
  throw new InfergateError(
    "usage/untrusted-config",
    `The config file is refused: ${event.name} runs with secrets, and the workspace may hold the files of an outsider`,
    "Run the gate on pull_request instead. If the workspace holds your own files only, set allow-untrusted-config: true.",
  );
}
