import type { SuiteName, SuiteResult } from "../verdict/result";
import { tally } from "./count-outcomes";
import { formatDuration } from "./format-duration";
import { OUTCOME_WORDS } from "./outcome-words";
import { defuseCommand } from "./plain-text";
import { visibleLine } from "./visible-text";
import { cutToWidth } from "./wrap-text";

export interface ProgressOptions {
  write(text: string): void;
  /** Whether `write` goes to a terminal, where a line can be drawn again. */
  isTerminal: boolean;
  /** Monotonic milliseconds. */
  now(): number;
  columns: number;
}

/** What the gate tells about a run while it goes. */
export interface ProgressReport {
  suiteStarted(suite: SuiteName): void;
  /** `done` of `total` requests; a total of 0 is unknown. */
  advance(suite: SuiteName, done: number, total: number, what: string): void;
  suiteDone(suite: SuiteResult): void;
}

/** A line is drawn again at most this often, in milliseconds; a log gets fewer. */
const TERMINAL_PAUSE = 100;
const LOG_PAUSE = 10_000;
const BAR_WIDTH = 20;

/**
 * On a terminal one line a suite, drawn again as it advances; elsewhere a line at its start and its
 * end, and at most one every ten seconds between. It has no timer: it writes only when it is told.
 */
export function createProgress({
  write,
  isTerminal,
  now,
  columns,
}: ProgressOptions): ProgressReport {
  const pause = isTerminal ? TERMINAL_PAUSE : LOG_PAUSE;
  let startedAt = now();
  let writtenAt = startedAt;

  function say(line: string, last: boolean): void {
    const safe = cutToWidth(defuseCommand(visibleLine(line, 200)), Math.max(columns, 40) - 2);
    write(isTerminal ? `\r${ERASE_LINE}${safe}${last ? "\n" : ""}` : `${safe}\n`);
    writtenAt = now();
  }

  return {
    suiteStarted(suite) {
      startedAt = now();
      say(`… ${suite}`, false);
    },
    advance(suite, done, total, what) {
      if (now() - writtenAt < pause) return;
      const elapsed = formatDuration(now() - startedAt);
      const bar = isTerminal ? `${drawBar(done, total)} ` : "";
      const count = total > 0 ? `${done}/${total}` : `${done}`;
      say(`… ${suite} ${bar}${count}, ${elapsed}, ${what}`, false);
    },
    suiteDone(suite) {
      const { symbol } = OUTCOME_WORDS[suite.verdict];
      say(`${symbol} ${suite.name} ${tally(suite)}, ${formatDuration(suite.durationMs)}`, true);
    },
  };
}

/** ECMA-48 EL: to the end of the line. */
const ERASE_LINE = "\u001b[K";

function drawBar(done: number, total: number): string {
  if (total <= 0) return "";
  const filled = Math.round(BAR_WIDTH * Math.min(Math.max(done / total, 0), 1));
  return "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
}
