import { createReadStream } from "node:fs";
import { dataError } from "../data-error";
import { fileFault } from "../read-text";
import { type Block, LARGEST_REQUEST, type Reader } from "../table";
import { CaptureRows } from "./capture-block";
import { parseRequest } from "./parse-request";

/**
 * A file of GoReplay (`protocol.go` of buger/goreplay): payloads parted by a line of three monkeys.
 * The first line of each is its type (1 is a request, 2 and 3 are answers), an id and the time in
 * nanoseconds; the rest is the request as it went over the wire.
 */
export const GOR: Reader = { read: readGor, typed: true };

const SEPARATOR = Buffer.from("\n🐵🙈🙉\n");
const REQUEST = "1";

async function* readGor(path: string, file: string): AsyncGenerator<Block> {
  const rows = new CaptureRows();
  let number = 0;
  for await (const payload of payloads(path, file)) {
    const end = payload.indexOf("\n");
    const [type, , nanoseconds] = payload.toString("latin1", 0, Math.max(end, 0)).split(" ");
    const place = { file, row: ++number };
    if (end < 0 || !/^[123]$/.test(type ?? "") || !/^\d+$/.test(nanoseconds ?? "")) {
      throw dataError(
        "data/format",
        place,
        "no payload of GoReplay",
        "Is this file from gor --output-file?",
      );
    }
    if (type !== REQUEST) {
      number--;
      continue;
    }
    const { body, ...request } = parseRequest(payload.subarray(end + 1), place);
    yield rows.toBlock({ ...request, body: () => body, atMs: Number(nanoseconds) / 1e6 });
  }
}

/**
 * What stands between the separators. Each payload is a copy: a view would hold the whole piece of the
 * file that it stands in, for as long as its row is held.
 */
async function* payloads(path: string, file: string): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  let length = 0;
  let tail: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      // A separator may be cut in two.
      let rest = Buffer.concat([tail, chunk]);
      for (let at = rest.indexOf(SEPARATOR); at >= 0; at = rest.indexOf(SEPARATOR)) {
        yield Buffer.concat([...parts, rest.subarray(0, at)]);
        parts = [];
        length = 0;
        rest = rest.subarray(at + SEPARATOR.length);
      }
      const kept = Math.max(0, rest.length - SEPARATOR.length + 1);
      parts.push(rest.subarray(0, kept));
      tail = rest.subarray(kept);
      length += kept;
      if (length > LARGEST_REQUEST) {
        throw dataError(
          "data/too-large",
          { file },
          `a request of more than ${LARGEST_REQUEST} bytes`,
        );
      }
    }
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall ? fileFault(error, file) : error;
  }
  const last = Buffer.concat([...parts, tail]);
  if (last.toString("latin1").trim() !== "") yield last;
}
