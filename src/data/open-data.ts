import { stat } from "node:fs/promises";
import { extname, relative } from "node:path";
import type { DataConfig } from "../config/types";
import { GOR } from "./captures/gor";
import { HAR } from "./captures/har";
import { REQUESTS_JSONL } from "./captures/requests-jsonl";
import { CSV } from "./csv";
import { dataError } from "./data-error";
import { FOLDER, findLabelFile, labelled } from "./folder";
import { JSONL } from "./jsonl";
import { PARQUET } from "./parquet";
import { fileFault } from "./read-text";
import { openSource, type Source } from "./source";
import type { Reader } from "./table";

const READERS: ReadonlyMap<string, Reader> = new Map([
  [".csv", CSV],
  [".jsonl", JSONL],
  [".parquet", PARQUET],
]);

const CAPTURES: ReadonlyMap<string, Reader> = new Map([
  [".gor", GOR],
  [".har", HAR],
  [".jsonl", REQUESTS_JSONL],
]);

/** The file of rows, or the folder of files with or without a label file, that the config names. */
export async function openData(config: DataConfig, cwd: string): Promise<Source> {
  const file = showFile(config.file, cwd);
  if (config.isCapture) return openSource(captureOf(config.file, file), config.file, file);
  if (!(await isFolder(config.file, file))) {
    if (config.labels === null) return openSource(readerOf(config.file, file), config.file, file);
    throw dataError("data/label-file", { file }, "no folder, so data.labels says nothing");
  }
  const labels = config.labels ?? (await findLabelFile(config.file, file));
  if (labels === null) return openSource(FOLDER, config.file, file);
  const shown = showFile(labels, cwd);
  return openSource(labelled(readerOf(labels, shown), labels, config.file), labels, shown);
}

async function isFolder(path: string, file: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    // An ending that nobody reads is the better hint.
    readerOf(path, file);
    throw fileFault(error, file);
  }
}

function readerOf(path: string, file: string): Reader {
  const reader = READERS.get(extname(path).toLowerCase());
  if (reader) return reader;
  throw dataError(
    "data/unknown-format",
    { file },
    `expected a folder, or a file that ends in one of ${[...READERS.keys()].join(", ")}`,
  );
}

function captureOf(path: string, file: string): Reader {
  const reader = CAPTURES.get(extname(path).toLowerCase());
  if (reader) return reader;
  throw dataError(
    "data/unknown-format",
    { file },
    `expected a capture that ends in one of ${[...CAPTURES.keys()].join(", ")}`,
  );
}

function showFile(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path.startsWith("..") || path === "" ? file : path.replaceAll("\\", "/");
}
