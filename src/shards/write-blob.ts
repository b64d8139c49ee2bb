import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { ShardBlob } from "./blob";
import { encodeBlob } from "./blob-codec";

/** Larger blobs are compressed. */
const MOST_PLAIN_BYTES = 1_000_000;

const compress = promisify(gzip);

/** Writes it whole or not at all. Returns the absolute path. */
export async function writeBlob(blob: ShardBlob, folder: string): Promise<string> {
  const { index, total } = blob.shard;
  const text = encodeBlob(blob);
  const small = text.length <= MOST_PLAIN_BYTES;
  const path = join(folder, `blob-${index}-of-${total}.json${small ? "" : ".gz"}`);
  await writeFile(`${path}.part`, small ? text : await compress(text));
  await rename(`${path}.part`, path);
  return path;
}
