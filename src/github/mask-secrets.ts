import type { GetInput } from "./inputs";

const SECRET_INPUTS = new Set(["token", "baseline-token", "github-token"]);

/**
 * A reader of inputs that has the runner mask each secret, and the forms in which one travels, the
 * moment it is read. The runner masks what is printed to the log; comments and files are not its
 * business, and what goes there is redacted by the gate.
 */
export function maskSecrets(getInput: GetInput, setSecret: (secret: string) => void): GetInput {
  return (name) => {
    const value = getInput(name);
    if (SECRET_INPUTS.has(name)) for (const form of formsOf(value)) setSecret(form);
    return value;
  };
}

/** The secret as it is, in a URL, and in base64 of both alphabets; none of an empty one. */
function formsOf(secret: string): Set<string> {
  if (secret === "") return new Set();
  const bytes = Buffer.from(secret);
  return new Set([
    secret,
    encodeURIComponent(bytes.toString()),
    bytes.toString("base64"),
    bytes.toString("base64url"),
  ]);
}
