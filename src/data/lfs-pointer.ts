import { dataError } from "./data-error";

/** The first line of a pointer and its greatest size (git-lfs, docs/spec.md). */
const FIRST_LINE = "version https://git-lfs.github.com/spec/";
const LARGEST_POINTER = 1024;

/**
 * Fails with `data/lfs-pointer` where the bytes are not the file's, but what Git LFS keeps in its
 * place: it reads as a table or an image like any other, and two models may well agree on it.
 */
export function refusePointer(bytes: Buffer, file: string): void {
  if (bytes.length >= LARGEST_POINTER || !bytes.toString("latin1").startsWith(FIRST_LINE)) return;
  throw dataError(
    "data/lfs-pointer",
    { file },
    "a pointer of Git LFS, not the file itself",
    "Fetch it first: git lfs pull, or lfs: true for actions/checkout.",
  );
}
