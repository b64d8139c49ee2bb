import type { AuthConfig } from "../config/types";
import { InfergateError } from "../errors";
import { awsSignature, type SignedParts } from "./aws-signature";
import { findHeaderFault } from "./header-syntax";

type Kind = AuthConfig["kind"];
type Of<K extends Kind> = Extract<AuthConfig, { kind: K }>;

interface Handling<A> {
  /** `request` is null where the credentials are only to be checked. */
  headers(auth: A, request: SignedParts | null): Record<string, string>;
  secrets(auth: A): string[];
}

/** How each kind of credentials is sent (lower-case names), and which of its strings are secret. */
const KINDS: { [K in Kind]: Handling<Of<K>> } = {
  bearer: {
    headers: ({ token }) => ({ authorization: `Bearer ${filled(token, "bearer token")}` }),
    secrets: ({ token }) => [token],
  },
  "api-key": {
    headers: ({ header, value }) => ({ [header.toLowerCase()]: filled(value, "API key") }),
    secrets: ({ value }) => [value],
  },
  basic: {
    headers: ({ username, password }) => {
      if (username.includes(":")) {
        // RFC 7617: the first colon ends the user name.
        throw badCredentials("the user name of basic authentication contains a colon");
      }
      const pair = `${username}:${filled(password, "password")}`;
      return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
    },
    secrets: ({ username, password }) => [password, `${username}:${password}`],
  },
  headers: {
    headers: ({ headers }) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [
          name.toLowerCase(),
          filled(value, `header ${name}`),
        ]),
      ),
    secrets: ({ headers }) => Object.values(headers),
  },
  "aws-sigv4": {
    headers(auth, request) {
      filled(auth.accessKeyId, "AWS access key id");
      filled(auth.secretAccessKey, "AWS secret access key");
      return request === null ? {} : awsSignature(auth, request, new Date());
    },
    secrets: ({ secretAccessKey, sessionToken }) =>
      sessionToken === null ? [secretAccessKey] : [secretAccessKey, sessionToken],
  },
};

/** Throws InfergateError `config/bad-credentials` or `config/empty-credentials`; never quotes a value. */
export function authHeaders(auth: AuthConfig, request: SignedParts | null): Record<string, string> {
  const headers = handlingOf(auth).headers(auth, request);
  for (const [name, value] of Object.entries(headers)) {
    const fault = findHeaderFault(name, value);
    if (fault !== null) throw badCredentials(fault);
  }
  return headers;
}

/** What must never be printed. */
export function secretsOf(auth: AuthConfig | null): string[] {
  return auth === null ? [] : handlingOf(auth).secrets(auth);
}

/** The table guarantees by its type what the compiler cannot follow here: each kind meets its own. */
function handlingOf(auth: AuthConfig): Handling<AuthConfig> {
  return KINDS[auth.kind] as Handling<AuthConfig>;
}

/** An unset secret reaches a workflow as "", most often on a pull request from a fork. */
function filled(value: string, what: string): string {
  if (value !== "") return value;
  throw new InfergateError(
    "config/empty-credentials",
    `The ${what} of the endpoint is empty`,
    "Is the secret set, and does this workflow get it? Workflows of forks get none.",
  );
}

function badCredentials(fault: string): InfergateError {
  return new InfergateError(
    "config/bad-credentials",
    `The credentials of the endpoint cannot be sent: ${fault}`,
    "Secrets that were pasted or read from a file often end with a line break: take it off.",
  );
}
