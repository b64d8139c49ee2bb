import { createReadStream } from "node:fs";
import { dataError, type Place } from "../data-error";
import { fileFault } from "../read-text";
import { type Block, LARGEST_REQUEST, type Reader } from "../table";
import { toBlock } from "./capture-block";
import { CapturedRequest } from "./captured-request";
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
    yield toBlock(readPayload(payload.subarray(end + 1), Number(nanoseconds) / 1e6, place));
  }
}

function readPayload(wire: Buffer, atMs: number, place: Place) {
  const { method, path, headers, body } = parseRequest(wire, place);
  return { method, request: new CapturedRequest(path, headers, body, atMs) };
}

async function* payloads(path: string, file: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(path)) {
      rest = Buffer.concat([rest, chunk as Buffer]);
      for (let at = rest.indexOf(SEPARATOR); at >= 0; at = rest.indexOf(SEPARATOR)) {
        yield rest.subarray(0, at);
        rest = rest.subarray(at + SEPARATOR.length);
      }
      if (rest.length > LARGEST_REQUEST) {
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
  if (rest.toString("latin1").trim() !== "") yield rest;
}
