import { portOf } from "../http/base-url";
import type { ActionInputs } from "./inputs";

/**
 * The hosts that credentials may be sent to: those that the workflow itself names. The config file
 * belongs to the pull request and adds none.
 */
export function allowedHosts({ url, baselineUrl, allowedHosts }: ActionInputs): string[] {
  const targets = [url, baselineUrl].map(hostOf).filter((host) => host !== null);
  return [...new Set([...targets, ...allowedHosts])];
}

/** With its port, since another port of the same host may be another's. Null where it is no URL. */
function hostOf(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  return `${parsed.hostname}:${portOf(parsed)}`;
}
