import { type ErrorCode, InfergateError } from "../errors";
import { quote } from "./quote";

/** Keys and list indexes from the root of the config. */
export type KeyPath = readonly (string | number)[];

export interface Problem {
  code: ErrorCode;
  /** Null where the whole file is meant. */
  path: KeyPath | null;
  /** What is wrong, what was expected, what was found; without the place. */
  text: string;
  hint: string | null;
  /** Known already, for what has no path: syntax errors. */
  position?: Position;
}

/** Both from 1. */
export interface Position {
  line: number;
  column: number;
}

const MOST_LISTED = 10;
const DEEPEST_SHOWN = 10;

/** `load.performance.slo.p95`, `system.examples[0].input`; odd keys are quoted. */
export function showPath(path: KeyPath): string {
  let shown = "";
  for (const part of path.slice(0, DEEPEST_SHOWN)) {
    if (typeof part === "number") shown += `[${part}]`;
    else shown += `${shown && "."}${showKey(part)}`;
  }
  return path.length > DEEPEST_SHOWN ? `${shown}…` : shown;
}

export function showKey(key: string): string {
  return /^[\w.-]{1,60}$/.test(key) ? key : quote(key);
}

/**
 * One error for all problems, in the order of the file: the first gives the code and the hint.
 * `file` is null where there is no config file, only options.
 */
export function asConfigError(
  problems: readonly Problem[],
  file: string | null,
  locate: (path: KeyPath) => Position | null,
): InfergateError {
  const placed = problems
    .map((problem) => ({
      ...problem,
      position: problem.position ?? (problem.path && locate(problem.path)) ?? null,
    }))
    .sort(byPosition);
  const first = placed[0];
  if (!first) throw new RangeError("an error needs a problem");
  const lines = placed.slice(0, MOST_LISTED).map((problem) => describe(problem, file));
  if (placed.length > MOST_LISTED) lines.push(`… and ${placed.length - MOST_LISTED} more`);
  const message =
    lines.length === 1
      ? (lines[0] as string)
      : `${placed.length} problems in ${file ?? "the configuration"}:\n  ${lines.join("\n  ")}`;
  return new InfergateError(first.code, message, first.hint);
}

type Placed = Omit<Problem, "position"> & { position: Position | null };

function byPosition(a: Placed, b: Placed): number {
  const [left, right] = [a.position, b.position];
  if (!left || !right) return Number(left !== null) - Number(right !== null);
  return left.line - right.line || left.column - right.column;
}

function describe({ path, position, text }: Placed, file: string | null): string {
  const place = [file, position?.line, position?.column].filter((part) => part != null).join(":");
  const key = path && path.length > 0 ? showPath(path) : "";
  return [place, key, text].filter((part) => part !== "").join(": ");
}
