import { existsSync } from "node:fs";
import { InfergateError } from "../errors";
import type { GitHubEvent } from "./event";
import type { ActionInputs } from "./inputs";

export const DEFAULT_CONFIG_FILE = "infergate.yml";

/**
 * The config file of the run: the one that the workflow names, else the default one if it is there.
 *
 * On an event that outsiders can start and that carries secrets, the workspace may hold an outsider's
 * files, and a config says where requests go and what they carry. There it is refused, rather than
 * left aside, so that nobody thinks it was run. Throws `usage/untrusted-config`.
 */
export function chooseConfig(
  inputs: Pick<ActionInputs, "config" | "allowUntrustedConfig">,
  event: Pick<GitHubEvent, "name" | "privileged">,
): string | null {
  const file = inputs.config ?? (existsSync(DEFAULT_CONFIG_FILE) ? DEFAULT_CONFIG_FILE : null);
  if (file === null || !event.privileged || inputs.allowUntrustedConfig) return file;
  throw new InfergateError(
    "usage/untrusted-config",
    `The config file ${file} is refused: ${event.name} runs with secrets, and the workspace may hold the files of an outsider`,
    "Run the gate on pull_request instead. Where the workspace holds your own files only, set allow-untrusted-config: true.",
  );
}
