import { main } from "./commands/main";

/** The edge of the command: the process's streams, arguments and signals go in, an exit status comes out. */
const interruption = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => interruption.abort(new Error(signal)));
}

main({
  args: process.argv.slice(2),
  env: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
}).then((status) => {
  process.exitCode = status;
});
