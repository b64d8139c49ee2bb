/**
 * A URL fit for a public comment: without user and password, and without the value of any query
 * parameter that may be a credential. Null where it is no endpoint's URL or absurdly long.
 */
export function publicUrl(text: string): string | null {
  if (text.length > 2000 || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (!/^(https?|grpcs?):$/.test(url.protocol)) return null;
  url.username = "";
  url.password = "";
  url.hash = "";
  const parameters = [...url.searchParams].map(([name, value]) => publicParameter(name, value));
  url.search = parameters.join("&");
  const bare = /^\/?$/.test(url.pathname) && url.search === "";
  return bare ? `${url.protocol}//${url.host}` : url.href;
}

/** "staging.example.com:8080", for a line where the whole URL would be too long. */
export function publicHost(text: string): string {
  const url = publicUrl(text);
  return url === null ? "endpoint" : new URL(url).host;
}

/** What stands without a value may be the credential itself, perhaps with the padding of base64. */
function publicParameter(name: string, value: string): string {
  if (HARMLESS_PARAMETER.test(name)) return new URLSearchParams([[name, value]]).toString();
  return /^=*$/.test(value) ? "REDACTED" : `${encodeURIComponent(name)}=REDACTED`;
}

/** Nobody can list the names of all credentials, so that the few known not to be one are listed. */
const HARMLESS_PARAMETER = /^(api-?version|version|model|deployment|format|timeout)$/i;
