import { asInfergateError, InfergateError } from "../../errors";

/** What an error comes to, in a message: that carries neither a class nor its fields. */
export type PortableError = Pick<InfergateError, "code" | "message" | "hint">;

export function portableError(error: unknown): PortableError {
  const { code, message, hint } = asInfergateError(error);
  return { code, message, hint };
}

export function reviveError({ code, message, hint }: PortableError): InfergateError {
  return new InfergateError(code, message, hint);
}
