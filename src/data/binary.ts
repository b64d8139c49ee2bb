/** A cell that is a file's bytes: an image, a sound, any blob. */
export class Binary {
  constructor(
    readonly bytes: Buffer,
    /** As the file's name tells, e.g. "image/png"; "application/octet-stream" where it does not. */
    readonly mediaType: string,
    /** For messages: the file's path as the user would write it. */
    readonly name: string,
  ) {}

  /** What a report or a template may show of it. */
  toJSON(): string {
    return `${this.name} (${this.mediaType}, ${this.bytes.length} bytes)`;
  }
}
