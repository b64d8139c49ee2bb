import { loadConfig } from "../config/load-config";
import type { Config } from "../config/types";
import { InfergateError } from "../errors";
import { createRedactor } from "../http/redactor";
import { chooseInputs } from "../run/choose-inputs";
import { openTargets } from "../run/open-targets";
import { redactError } from "../run/redact-error";
import { randomStream } from "../stats/random";
import type { CommandIo } from "./command-io";
import { parseOptions } from "./parse-options";
import { type Findings, starterConfig } from "./starter-config";

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
  const { config, secrets } = await readConfig(url, tokenVariable, io.env);
  const redactor = createRedactor(secrets);
  try {
    const found = await look(config, io.signal);
    // Whoever writes the config down must not write a secret down that the endpoint gave back.
    io.stdout.write(starterConfig({ ...redactor.redactDeep(found), url, tokenVariable }));
  } catch (thrown) {
    throw redactError(thrown, redactor);
  }
  return 0;
}

async function look(
  config: Config,
  signal: AbortSignal,
): Promise<Omit<Findings, "url" | "tokenVariable">> {
  const targets = await openTargets(config, { allowedHosts: "any", features: null, signal });
  try {
    const { candidate } = targets;
    if (candidate instanceof InfergateError) throw withHint(candidate);
    const { model } = candidate;
    const { protocol, evidence, identity, signature } = model;
    const canInvent = chooseInputs(null, model, randomStream(0, "init")).length > 0;
    return { protocol, evidence, ...identity, signature, canInvent };
  } finally {
    await targets.close();
  }
}

async function readConfig(url: string, tokenVariable: string | null, env: CommandIo["env"]) {
  if (tokenVariable !== null && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(tokenVariable)) {
    throw new InfergateError(
      "usage/token-env",
      `--token-env ${tokenVariable}: expected the name of an environment variable`,
      "For example --token-env ENDPOINT_TOKEN: the token itself does not belong on a command line.",
    );
  }
  return loadConfig({
    file: null,
    text:
      tokenVariable === null ? null : `endpoint: { auth: { bearer: "\${${tokenVariable}}" } }\n`,
    overrides: { url, baselineUrl: null },
    env,
    allowedEnv: "any",
  });
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
