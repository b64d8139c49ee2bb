import { appendFile, stat } from "node:fs/promises";
import type { Logger } from "./logger";

/** GitHub drops the whole summary of a step that is larger, without failing the step. */
export const SUMMARY_LIMIT_BYTES = 1024 * 1024;

/**
 * Appends to the job summary of the step, after what stands there already; `render` gets the bytes
 * that are left. A summary that cannot be written is a notice: the report is a file as well, and the
 * verdict stands.
 */
export async function writeSummary(
  file: string | undefined,
  render: (bytes: number) => string,
  log: Logger,
): Promise<void> {
  if (file === undefined || file === "") return;
  try {
    const room = SUMMARY_LIMIT_BYTES - (await sizeOf(file)) - "\n\n".length;
    const markdown = render(room);
    if (Buffer.byteLength(markdown) > room) throw new Error("the summary of this step is full");
    await appendFile(file, `\n${markdown}\n`);
  } catch (error) {
    log.notice(`No job summary: ${(error as Error).message}`);
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}
