import type { ErrorCode } from "../errors";
import type { KeyPath, Problem } from "./problem";
import type { Show } from "./validate";

/** What every section needs while it turns written values into configured ones. */
export interface Context {
  /** Shows a value for a message; secrets stay hidden. */
  show: Show;
  /** Makes a path of the config absolute. */
  resolvePath(path: string): string;
  /** Notes a problem; reading goes on, so that all problems are found at once. */
  report(code: ErrorCode, path: KeyPath, text: string, hint?: string | null): void;
}

export function createContext(
  show: Show,
  resolvePath: (path: string) => string,
): Context & { problems: Problem[] } {
  const problems: Problem[] = [];
  return {
    show,
    resolvePath,
    problems,
    report: (code, path, text, hint = null) => problems.push({ code, path, text, hint }),
  };
}
