import { InfergateError } from "../errors";

/** As undici's EnvHttpProxyAgent takes them; "" is none, and keeps it from reading the process. */
export interface ProxySettings {
  httpProxy: string;
  httpsProxy: string;
  noProxy: string;
}

/** The proxies that the environment names, null where it names none. Lower-case names win, as in curl. */
export function readProxySettings(
  environment: Readonly<Record<string, string | undefined>>,
): ProxySettings | null {
  const read = (name: string) => environment[name] || environment[name.toUpperCase()] || "";
  const httpProxy = proxyUrl("http_proxy", read("http_proxy"));
  const httpsProxy = proxyUrl("https_proxy", read("https_proxy"));
  if (httpProxy === "" && httpsProxy === "") return null;
  return { httpProxy, httpsProxy, noProxy: read("no_proxy") };
}

/** "proxy:3128" without a scheme is common; it means http. The URL may hold a password: never quoted. */
function proxyUrl(variable: string, text: string): string {
  if (text === "") return "";
  const full = text.includes("://") ? text : `http://${text}`;
  if (URL.canParse(full) && /^https?:/i.test(full)) return full;
  throw new InfergateError(
    "config/bad-proxy",
    `The environment variable ${variable} does not hold the URL of an HTTP proxy`,
    `Set it to something like http://proxy.example.com:3128, or unset it.`,
  );
}
