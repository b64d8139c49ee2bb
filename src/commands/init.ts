import { loadConfig } from "../config/load-config";
import { InfergateError } from "../errors";
import { chooseInputs } from "../run/choose-inputs";
import { openTargets } from "../run/open-targets";
import { randomStream } from "../stats/random";
import type { CommandIo } from "./command-io";
import { parseOptions } from "./parse-options";
import { starterConfig } from "./starter-config";

const USAGE =
  "infergate init URL [--token-env NAME]   (write it down: infergate init URL > infergate.yml)";

/** `infergate init`: looks at an endpoint, changes nothing there, and prints a config to begin with. */
export async function init(io: CommandIo): Promise<number> {
  const { values, positionals } = parseOptions(io.args, { "token-env": { type: "string" } }, USAGE);
  const [url, ...more] = positionals;
  if (url === undefined || more.length > 0) {
    throw new InfergateError("usage/argument", "init takes the URL of an endpoint", USAGE);
  }
  const tokenVariable = (values["token-env"] as string | undefined) ?? null;
  const config = await readConfig(url, tokenVariable, io.env);
  const targets = await openTargets(config, {
    allowedHosts: "any",
    features: null,
    signal: io.signal,
  });
  try {
    const { candidate } = targets;
    if (candidate instanceof InfergateError) throw withHint(candidate);
    const { model } = candidate;
    const { protocol, evidence, identity, signature } = model;
    const canInvent = chooseInputs(null, model, randomStream(0, "init")).length > 0;
    io.stdout.write(
      starterConfig({ url, protocol, evidence, ...identity, signature, canInvent, tokenVariable }),
    );
  } finally {
    await targets.close();
  }
  return 0;
}

async function readConfig(url: string, tokenVariable: string | null, env: CommandIo["env"]) {
  if (tokenVariable !== null && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(tokenVariable)) {
    throw new InfergateError(
      "usage/token-env",
      `--token-env ${tokenVariable}: expected the name of an environment variable`,
      "For example --token-env ENDPOINT_TOKEN: the token itself does not belong on a command line.",
    );
  }
  const { config } = await loadConfig({
    file: null,
    text:
      tokenVariable === null ? null : `endpoint: { auth: { bearer: "\${${tokenVariable}}" } }\n`,
    overrides: { url, baselineUrl: null },
    env,
    allowedEnv: "any",
  });
  return config;
}

/** The hint for a run speaks of its config; here there is none yet. */
function withHint(error: InfergateError): InfergateError {
  return error.code === "endpoint/credentials"
    ? new InfergateError(
        error.code,
        error.message,
        "Give --token-env NAME, the variable that holds the token.",
      )
    : error;
}
