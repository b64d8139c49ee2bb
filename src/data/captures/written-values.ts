import { quote } from "../../config/quote";
import { dataError, type Place } from "../data-error";

/** RFC 3339, and ISO 8601 where it is near to that: `Date.parse` takes much that is no time. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** A time as milliseconds: a number of them, or ISO 8601 text. Null where there is none. */
export function readTime(written: unknown, place: Place): number | null {
  if (written === undefined || written === null) return null;
  const isText = typeof written === "string" && TIME.test(written);
  const time = isText ? Date.parse(written) : typeof written === "number" ? written : Number.NaN;
  if (Number.isFinite(time)) return time;
  throw dataError(
    "data/format",
    place,
    `no time: ${quote(written)}`,
    "Write milliseconds, or for example 2024-05-01T10:00:00.250Z.",
  );
}

/** Text as bytes, as it is or out of base64 (RFC 4648); Node would drop what is no base64. */
export function readBytes(text: string, encoding: unknown, place: Place): Buffer {
  if (encoding === undefined || encoding === null || encoding === "") return Buffer.from(text);
  if (encoding !== "base64") {
    throw dataError("data/format", place, `the encoding of the body is ${quote(encoding)}`);
  }
  const bytes = Buffer.from(text, "base64");
  const digits = text.replace(/[\s=]/g, "").replaceAll("-", "+").replaceAll("_", "/");
  if (bytes.toString("base64").replaceAll("=", "") === digits) return bytes;
  throw dataError("data/format", place, "the body is not base64");
}
