import type { ActionInputs } from "./inputs";

/**
 * The hosts that credentials may be sent to: those that the workflow itself names. The config file
 * belongs to the pull request and adds none.
 */
export function allowedHosts({ url, baselineUrl, allowedHosts }: ActionInputs): string[] {
  const targets = [url, baselineUrl].map(hostOf).filter((host) => host !== null);
  return [...new Set([...targets, ...allowedHosts])];
}

const DEFAULT_PORTS: Record<string, string> = { "http:": "80", "https:": "443" };

/** With its port, since another port of the same host may be another's. Null where it is no URL. */
function hostOf(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, hostname, port } = new URL(url);
  return `${hostname}:${port || DEFAULT_PORTS[protocol]}`;
}
