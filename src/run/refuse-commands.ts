import { commandsOf } from "../config/commands";
import { quote } from "../config/quote";
import type { Config } from "../config/types";
import { InfergateError } from "../errors";

/**
 * A pull request can change the config. Whether it may start programs next to the workflow's secrets
 * is for the workflow to say. Throws `config/refused-command`.
 */
export function refuseCommands(config: Config): void {
  const [first] = commandsOf(config);
  if (first === undefined) return;
  const [key, command] = first;
  throw new InfergateError(
    "config/refused-command",
    `${key} names the program ${quote(command[0] ?? "")}, and this workflow does not run programs that the config names`,
    "If whoever may change the config may run programs on this runner, add to the step: allow-commands: true",
  );
}
