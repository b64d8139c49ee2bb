import { InfergateError } from "../errors";
import type { Redactor } from "../http/redactor";

/** An error for people, masked: messages quote names and lists, and a server may have put anything into those. */
export function redactError(thrown: unknown, { redact }: Redactor): unknown {
  if (!(thrown instanceof InfergateError)) return thrown;
  const { code, message, hint, cause } = thrown;
  return new InfergateError(code, redact(message), hint && redact(hint), { cause });
}
