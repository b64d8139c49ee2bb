import { join } from "node:path";
import { environmentOf, PYTHON } from "./environments";
import { type Command, runCommand } from "./run-command";

export interface PythonServer {
  /** Runs one of the scripts in `python/`. */
  script(name: string, ...args: string[]): Command;
  /** Runs a command that the environment has. */
  command(name: string, args: string[], env?: Record<string, string>): Command;
  /** The version that the installed package tells, for software that does not tell it over HTTP. */
  versionOf(distribution: string): Promise<string>;
}

export function pythonServer(environment: string): PythonServer {
  const { python, variables: env } = environmentOf(environment);
  const run = (args: string[], more = {}): Command => ({
    file: python,
    args,
    env: { ...env, ...more },
  });
  return {
    script: (name, ...args) => run([join(PYTHON, name), ...args]),
    command: (name, args, more) => run([join(python, "..", name), ...args], more),
    versionOf: (distribution) =>
      runCommand(
        run([
          "-c",
          `import importlib.metadata as m; print(m.version(${JSON.stringify(distribution)}))`,
        ]),
      ),
  };
}
