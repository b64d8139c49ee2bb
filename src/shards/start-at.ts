import { InfergateError } from "../errors";

/** A start further off is a slip, such as a time in another zone. */
const LATEST_MS = 3_600_000;

/**
 * The moment at which all shards begin, as milliseconds since 1970: ISO 8601 with a zone
 * (`2026-11-24T12:00:00Z`), or seconds since 1970 as `date +%s` prints them. Throws `usage/start-at`.
 *
 * @param where the option or input that it stands in, for the message
 * @param now milliseconds since 1970
 */
export function parseStartAt(text: string, where: string, now: number): number {
  const at = /^\d{9,11}(\.\d+)?$/.test(text)
    ? Number(text) * 1000
    : /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (Number.isNaN(at)) throw bad(`${where} ${text}: expected a time with its zone`);
  if (at <= now) {
    const late = Math.ceil((now - at) / 1000);
    throw bad(`${where} ${text}: that was ${late} s ago, so the shards would not start together`);
  }
  if (at - now > LATEST_MS) throw bad(`${where} ${text}: that is more than an hour off`);
  return at;
}

function bad(message: string): InfergateError {
  return new InfergateError(
    "usage/start-at",
    message,
    "For example --start-at 2026-11-24T12:00:00Z, or seconds since 1970; leave enough time for all machines to get ready.",
  );
}
