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
    for await (const chunk of createReadStream(file)) {
      yield decoder.decode(chunk as Buffer, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") {
      throw dataError("data/encoding", { file: shown }, "not UTF-8 text", "Save it as UTF-8.");
    }
    throw fileFault(error, shown);
  }
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
