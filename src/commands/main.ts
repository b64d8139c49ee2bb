import { version } from "../../package.json";
import { nearestName } from "../config/nearest-name";
import { asInfergateError, EXIT, EXIT_OF_FAMILY, InfergateError } from "../errors";
import { plainText } from "../report/plain-text";
import type { CommandIo } from "./command-io";
import { demo } from "./demo";
import { init } from "./init";
import { merge } from "./merge";
import { report } from "./report";
import { run } from "./run";

const COMMANDS: Readonly<Record<string, (io: CommandIo) => Promise<number>>> = {
  run,
  init,
  merge,
  report,
  demo,
};

const HELP = `infergate ${version}: gates a merge on how a live inference endpoint behaves

  infergate run --url URL             run the gate (config: infergate.yml, if there)
  infergate merge BLOB…               judge the blobs of all shards as one run
  infergate init URL                  look at an endpoint and print a config to begin with
  infergate report RESULT.json        render the files of a run again
  infergate demo [good|broken|slow]   run the gate against embedded model servers

Options of run
  -c, --config FILE       config file
      --url URL           the endpoint to gate
      --baseline-url URL  the endpoint to compare with
      --suite a,b         run exactly these: system, acceptance, load, shadow, ab, canary
      --seed N            seed of everything that is drawn (default: from the commit)
      --out DIR           folder of the report (default: infergate-report)
      --timeout TIME      limit of the whole run, e.g. 10m
      --shard I/N         send the I-th of N parts of the load and write a blob for merge
      --start-at TIME     when the load begins, e.g. 2026-11-24T12:00:00Z
      --dry-run           print what would be sent, and send nothing
      --quiet             print the verdict alone

Exit status: 0 pass, 1 fail or inconclusive, 2 bad usage or config, 3 could not measure, 130 interrupted
`;

/** The command line: finds the command, and turns what is thrown into one message and an exit status. */
export async function main(io: CommandIo): Promise<number> {
  try {
    return await dispatch(io);
  } catch (thrown) {
    const error = asInfergateError(thrown);
    const hint = error.hint === null ? "" : `${plainText(error.hint)}\n`;
    io.stderr.write(`infergate: ${plainText(error.message)}\n${hint}`);
    if (error.code === "internal/unexpected" && io.env.INFERGATE_DEBUG) {
      io.stderr.write(`${(thrown as Error).stack}\n`);
    }
    return EXIT_OF_FAMILY[error.family];
  }
}

async function dispatch(io: CommandIo): Promise<number> {
  const [name, ...args] = io.args;
  if (name === undefined) {
    io.stderr.write(HELP);
    return EXIT.usage;
  }
  if (name === "help" || io.args.includes("--help") || io.args.includes("-h")) {
    io.stdout.write(HELP);
    return EXIT.pass;
  }
  if (name === "--version" || name === "version") {
    io.stdout.write(`${version}\n`);
    return EXIT.pass;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command({ ...io, args });
  const nearest = nearestName(name, Object.keys(COMMANDS));
  throw new InfergateError(
    "usage/command",
    `there is no command "${name}"${nearest === null ? "" : `; did you mean ${nearest}?`}`,
    `Commands are ${Object.keys(COMMANDS).join(", ")}. See infergate --help.`,
  );
}
