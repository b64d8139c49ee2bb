/** Headers that describe the connection or frame the message: written by the HTTP layer alone. */
const RESERVED = new Set([
  "connection",
  "content-length",
  "expect",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * What is wrong with a header, null where nothing is. Never quotes the value, which may be a secret.
 * Grammar: RFC 9110, 5.1 (token) and 5.5 (field value).
 */
export function findHeaderFault(name: string, value: string): string | null {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
    return `${JSON.stringify(name.slice(0, 60))} is not a header name`;
  }
  if (RESERVED.has(name.toLowerCase())) return `the header ${name} cannot be set by hand`;
  const at = value.search(/[^\t\x20-\x7e\x80-\xff]/);
  if (at < 0) return null;
  const what = /[\r\n]/.test(value.charAt(at))
    ? "a line break"
    : "a character that no header may hold";
  return `the value of the header ${name} contains ${what}`;
}
