import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { InfergateError } from "../errors";
import type { ShardBlob } from "./blob";
import { decodeBlob } from "./blob-codec";
import { findBlobFault } from "./blob-faults";

/** What a file of a few megabytes may unpack to: a bomb must not take the machine down. */
const MOST_BYTES = 512 * 1024 * 1024;

const NAME = /^blob-\d+-of-\d+\.json(\.gz)?$/;

const unpack = promisify(gunzip);

/**
 * The blobs of files, and of all files in folders that are named as blobs are. Throws `usage/blobs`
 * where there are none, `data/bad-blob` for a file that is none.
 */
export async function readBlobs(paths: readonly string[]): Promise<ShardBlob[]> {
  const files = (await Promise.all(paths.map(listFiles))).flat();
  if (files.length === 0) {
    throw new InfergateError(
      "usage/blobs",
      `there is no blob in ${paths.join(", ")}`,
      "Name the blob-I-of-N.json files that `infergate run --shard I/N` wrote, or a folder of them.",
    );
  }
  const blobs: ShardBlob[] = [];
  for (const file of files) blobs.push(await readBlob(file));
  return blobs;
}

async function listFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch((cause) => {
    throw unreadable(path, cause);
  });
  if (!found.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names
    .filter((name) => NAME.test(name.split(/[\\/]/).at(-1) as string))
    .sort()
    .map((name) => join(path, name));
}

async function readBlob(file: string): Promise<ShardBlob> {
  const bytes = await readFile(file).catch((cause) => {
    throw unreadable(file, cause);
  });
  let value: unknown;
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const plain = isGzip ? await unpack(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
    value = decodeBlob(plain.toString("utf8"));
  } catch (cause) {
    throw bad(file, (cause as Error).message, cause);
  }
  const fault = findBlobFault(value);
  if (fault !== null) throw bad(file, fault);
  return value as ShardBlob;
}

function unreadable(path: string, cause: Error): InfergateError {
  return new InfergateError(
    "data/not-found",
    `The blob ${path} cannot be read: ${cause.message}`,
    "Name the blob-I-of-N.json files that `infergate run --shard I/N` wrote, or a folder of them.",
    { cause },
  );
}

function bad(file: string, why: string, cause?: unknown): InfergateError {
  return new InfergateError(
    "data/bad-blob",
    `${file} is no blob of a shard: ${why}`,
    "Was it cut off on its way? Run that shard again.",
    { cause },
  );
}
