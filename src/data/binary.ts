import { readFileSync, statSync } from "node:fs";
import { basename, extname } from "node:path";
import { dataError } from "./data-error";
import { refusePointer } from "./lfs-pointer";
import { fileFault } from "./read-text";

/** More is no input of a model that answers within seconds, and the load test holds many at once. */
export const LARGEST_FILE = 32 * 1024 * 1024;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".bmp": "image/bmp",
  ".flac": "audio/flac",
  ".gif": "image/gif",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".json": "application/json",
  ".m4a": "audio/mp4",
  ".mp3": "audio/mpeg",
  ".mp4": "video/mp4",
  ".ogg": "audio/ogg",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".tif": "image/tiff",
  ".tiff": "image/tiff",
  ".txt": "text/plain",
  ".wav": "audio/wav",
  ".webp": "image/webp",
};

/**
 * A cell that is a file: an image, a sound, any blob. It is read when it is sent, so that a folder may
 * be larger than memory.
 */
export class Binary {
  /** By the file's ending, as IANA registers it; "application/octet-stream" where that says nothing. */
  readonly mediaType: string;

  constructor(
    private readonly path: string,
    /** For messages: the file's path within its folder. */
    readonly name: string,
  ) {
    this.mediaType = MEDIA_TYPES[extname(path).toLowerCase()] ?? "application/octet-stream";
  }

  /** Fails with `data/unreadable`, `data/too-large` or `data/lfs-pointer`. */
  get bytes(): Buffer {
    const bytes = this.read();
    refusePointer(bytes, this.name);
    return bytes;
  }

  private read(): Buffer {
    try {
      const { size } = statSync(this.path);
      if (size <= LARGEST_FILE) return readFileSync(this.path);
    } catch (error) {
      throw fileFault(error, this.name);
    }
    throw dataError(
      "data/too-large",
      { file: this.name },
      `more than ${LARGEST_FILE / 1024 / 1024} MiB, which no request carries`,
    );
  }

  /** In JSON bytes are base64 (RFC 4648, section 4): `JSON.stringify` writes a cell so. */
  toJSON(): string {
    return this.bytes.toString("base64");
  }

  /** As an identifier, e.g. in the name of a slice. */
  toString(): string {
    return basename(this.name);
  }
}
