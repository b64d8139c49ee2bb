import { InfergateError } from "../errors";
import { portOf } from "./base-url";

/**
 * Secrets go only to hosts that the workflow named itself. The repository's config may say where to
 * send requests, and a pull request may change the config: without this rule it could send a
 * secret of the workflow anywhere.
 *
 * An entry "host" allows every port, "host:port" that port alone. Throws `config/secret-host`.
 */
export function assertMaySendSecrets(url: URL, allowedHosts: readonly string[] | "any"): void {
  if (allowedHosts === "any" || allowedHosts.some((entry) => matches(url, entry))) return;
  throw new InfergateError(
    "config/secret-host",
    `Credentials are not sent to ${url.host}: the workflow does not name that host`,
    `Add it to the input of the workflow step: allowed-hosts: ${url.host}`,
  );
}

function matches(url: URL, entry: string): boolean {
  const parts = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry.trim().toLowerCase());
  if (parts === null || parts[1] === "") return false;
  const [, host, port] = parts;
  const sameHost = host === url.hostname.toLowerCase();
  return sameHost && (port === undefined || Number(port) === Number(portOf(url)));
}
