import { marksOf } from "../../json-marks";

/** Names that nothing but a secret has; in lower case, without hyphens and underscores. */
const SECRETS = [
  ...["apikey", "xapikey", "authorization", "password", "passwd", "secretkey", "clientsecret"],
  ...["accesstoken", "refreshtoken", "idtoken", "authtoken", "bearertoken", "sessiontoken"],
  "secretaccesskey",
];

/**
 * In a URL more names do: RFC 6750, section 2.3; the keys of Google and of Azure (`key`, `code`,
 * `subscription-key`, `sig`); presigned URLs of AWS and of Google Cloud. In a body they may be a
 * model's input.
 */
const IN_QUERIES = new Set([
  ...SECRETS,
  ...["key", "token", "jwt", "auth", "secret", "pwd", "code", "sid", "session", "sessionid"],
  ...["sig", "signature", "credential", "subscriptionkey", "accesskey", "awsaccesskeyid"],
  ...["xamzcredential", "xamzsignature", "xamzsecuritytoken"],
  ...["xgoogcredential", "xgoogsignature"],
]);
const IN_BODIES = new Set(SECRETS);

/** A text without what holds a secret, and the names of that. */
export interface Cleaned {
  text: string;
  names: string[];
}

/** A path without the parameters of its query that hold a secret; the others stay as they are. */
export function cleanPath(path: string): Cleaned {
  const at = path.indexOf("?");
  if (at < 0) return { text: path, names: [] };
  const { text, names } = cleanPairs(path.slice(at + 1), IN_QUERIES);
  return { text: path.slice(0, at) + (text === "" ? "" : `?${text}`), names };
}

/** A JSON text or a form without the texts in it that hold a secret. */
export function cleanBody(text: string, contentType: string): Cleaned {
  if (contentType.includes("application/x-www-form-urlencoded")) return cleanPairs(text, IN_BODIES);
  return /^\s*[[{]/.test(text) ? cleanJson(text) : { text, names: [] };
}

function cleanPairs(pairs: string, secrets: ReadonlySet<string>): Cleaned {
  const names: string[] = [];
  const kept = pairs.split("&").filter((pair) => {
    const [name = ""] = new URLSearchParams(pair).keys();
    const isSecret = secrets.has(fold(name));
    if (isSecret) names.push(name);
    return !isSecret;
  });
  return { text: kept.join("&"), names };
}

/** Member by member and not by parsing: the rest must stay as it is written. */
function cleanJson(text: string): Cleaned {
  const names: string[] = [];
  let kept = "";
  let from = 0;
  /** The last string, and whether a colon makes it the key of what follows. */
  let key: { name: string; start: number; isKey: boolean } | null = null;
  for (const { kind, start, end } of marksOf(text, /["{}[\],:]/)) {
    if (kind === ":" && key !== null) key.isKey = true;
    else if (kind !== '"') key = null;
    else if (key?.isKey && IN_BODIES.has(fold(key.name))) {
      names.push(key.name);
      kept += text.slice(from, key.start);
      const comma = /^\s*,/.exec(text.slice(end, end + 100))?.[0] ?? "";
      if (comma === "") kept = kept.replace(/,\s*$/, "");
      from = end + comma.length;
      key = null;
    } else key = { name: text.slice(start + 1, end - 1), start, isKey: false };
  }
  return { text: kept + text.slice(from), names };
}

function fold(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, "");
}
