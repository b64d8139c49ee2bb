import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import type { InfergateError } from "../errors";
import { dataError } from "./data-error";

const FAULTS: Record<string, string> = {
  ENOENT: "the file does not exist",
  EISDIR: "this is a directory",
  EACCES: "the file may not be read",
};

/** The text of a file in pieces, without a byte order mark. `shown` names the file in messages. */
export async function* readText(file: string, shown: string): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      // UTF-16 of plain letters is UTF-8 as well, with a NUL beside each letter.
      if (chunk.includes(0)) throw await noText(file, shown, (line) => line.includes(0));
      yield decoder.decode(chunk, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") {
      throw await noText(file, shown, (line) => !isUtf8(line));
    }
    throw syscall === undefined ? error : fileFault(error, shown);
  }
}

async function noText(file: string, shown: string, isBad: (line: Buffer) => boolean) {
  const line = await findLine(file, isBad);
  const what = "not UTF-8 text, but another encoding or no text at all";
  return dataError("data/encoding", { file: shown, line }, what, "Save it as UTF-8.");
}

/** Read anew: only now is it worth counting. */
async function findLine(file: string, isBad: (line: Buffer) => boolean): Promise<number> {
  let number = 1;
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", start)) {
      if (isBad(Buffer.concat([...rest, chunk.subarray(start, end)]))) return number;
      rest = [];
      start = end + 1;
      number++;
    }
    rest.push(chunk.subarray(start));
  }
  return number;
}

/** What the file system says, in words. */
export function fileFault(error: unknown, shown: string): InfergateError {
  const { code = "" } = error as NodeJS.ErrnoException;
  return dataError(
    code === "ENOENT" ? "data/not-found" : "data/unreadable",
    { file: shown },
    FAULTS[code] ?? `cannot be read (${code || String(error)})`,
    "Paths in the config are relative to the config file.",
  );
}
