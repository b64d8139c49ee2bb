import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { InfergateError } from "../errors";
import { type ParsedConfig, type ParseOptions, parseConfig } from "./parse-config";
import { quote } from "./quote";

export interface LoadOptions extends Omit<ParseOptions, "baseDir"> {
  /** Directory that relative paths in the config start from; default: that of the file. */
  baseDir?: string;
  /** The config itself, where it has been read already. Null reads the file, if one is named. */
  text: string | null;
}

/**
 * The configuration of a run from its file (or none), the options that win over it, and the
 * environment. Fails with `config/…` or `usage/…`, all problems in one error.
 */
export async function loadConfig({
  text,
  baseDir,
  ...options
}: LoadOptions): Promise<ParsedConfig> {
  const { file } = options;
  const directory = baseDir ?? (file === null ? resolve() : dirname(resolve(file)));
  const source = text ?? (file === null ? null : await readConfigFile(file));
  return parseConfig(source, { ...options, baseDir: directory });
}

const READ_FAULTS: Record<string, string> = {
  ENOENT: "does not exist",
  EISDIR: "is a directory",
  EACCES: "may not be read",
};

async function readConfigFile(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    throw new InfergateError(
      code === "ENOENT" ? "config/not-found" : "config/unreadable",
      `The config file ${quote(file)} ${READ_FAULTS[code] ?? `cannot be read (${code})`}`,
      "Name another file with -c, or leave it out and give --url.",
      { cause: error },
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InfergateError(
      "config/syntax",
      `The config file ${quote(file)} is not UTF-8 text`,
      "Save it as UTF-8.",
      { cause: error },
    );
  }
}
