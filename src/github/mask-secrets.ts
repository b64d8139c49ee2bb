import { secretForms } from "../http/secret-forms";
import type { GetInput } from "./inputs";

const SECRET_INPUTS = new Set(["token", "baseline-token", "github-token"]);

/**
 * A reader of inputs that has the runner mask each secret, and the forms in which one travels, the
 * moment it is read. The runner masks the log alone; for comments and files the gate redacts.
 */
export function maskSecrets(getInput: GetInput, setSecret: (secret: string) => void): GetInput {
  return (name) => {
    const value = getInput(name);
    if (SECRET_INPUTS.has(name) && value !== "") secretForms(value).forEach(setSecret);
    return value;
  };
}
