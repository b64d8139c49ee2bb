import type { SizeAsker, SizedAnswer } from "./ask-sizes";
import type { Growth } from "./growth";

/** Up to which size requests are accepted, and what lies past it. */
export interface Acceptance {
  /** Of the sizes asked for, those that were answered well, ascending. */
  accepted: number[];
  /** The largest one that was answered well, which may be larger than any that was asked for; 0 for none. */
  largest: number;
  /** The first one that was not; null where none was refused as far as was tried. */
  refused: SizedAnswer | null;
}

/** Beyond the sizes asked for, the largest is doubled so many times. */
export const DOUBLINGS = 5;
/** A gate is no place to find out what gigabytes do. */
const MOST_BYTES = 32 * 1024 * 1024;
/** A refusal counts where it is one twice: the first request of a size may be unlucky. */
const TRIES = 2;

/** Asks for each size once, ascending, and past the largest as far as it goes. It also warms each size up. */
export async function findLargest(
  asker: SizeAsker,
  { sizes, most }: Growth,
  signal: AbortSignal,
): Promise<Acceptance> {
  const named = sizes.at(-1) as number;
  const beyond = Array.from({ length: DOUBLINGS }, (_, i) => named * 2 ** (i + 1));
  const accepted: number[] = [];
  let largest = 0;
  let bytes = 0;
  for (const size of [...sizes, ...beyond.filter((each) => each <= most)]) {
    if (signal.aborted || (size > named && (bytes / largest) * size > MOST_BYTES)) break;
    const answer = await askTwice(asker, size);
    if (answer.tookMs === null) return { accepted, largest, refused: answer };
    [largest, bytes] = [size, answer.bytes];
    if (size <= named) accepted.push(size);
  }
  return { accepted, largest, refused: null };
}

async function askTwice(asker: SizeAsker, size: number): Promise<SizedAnswer> {
  let answer = await asker.ask(size);
  for (let tries = 1; tries < TRIES && answer.tookMs === null; tries++) {
    answer = await asker.ask(size);
  }
  return answer;
}
