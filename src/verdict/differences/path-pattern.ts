import { ANY_PLACE, type Step } from "./path";

/** Paths that are meant together: `**.id`, `body.items[*].*_at`. */
export interface PathPattern {
  /** Whether it names this place itself; what lies below is not looked at. */
  matches(steps: readonly Step[]): boolean;
}

/** One step of a pattern: a step that is like it, or with `**` any number of any steps. */
type Matcher = "**" | ((step: Step) => boolean);

const TOKEN = /(?:^|(?<!^)\.)(?<name>[^.[\]"]+)|\[\*\]|(?:\[|^)(?<quoted>"(?:[^"\\]|\\.)*")\]?/gy;

/**
 * Reads a pattern as paths are shown: keys parted by dots, `[*]` for the places of a list, odd keys as
 * `["a.b"]`. In a key `*` stands for any text; `**` alone for any number of steps.
 *
 * @returns null where the text is no pattern
 */
export function parsePathPattern(text: string): PathPattern | null {
  const matchers: Matcher[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const groups = TOKEN.exec(text)?.groups;
    if (!groups) return null;
    const matcher = toMatcher(groups);
    if (matcher === null) return null;
    matchers.push(matcher);
  }
  return matchers.length === 0 ? null : { matches: (steps) => fits(matchers, steps, 0, 0) };
}

function toMatcher({ name, quoted }: { [group: string]: string | undefined }): Matcher | null {
  if (quoted !== undefined) {
    const key = parseQuoted(quoted);
    return key === null ? null : (step) => step === key;
  }
  if (name === undefined) return (step) => step === ANY_PLACE;
  if (name === "**") return "**";
  if (name === "*") return () => true;
  const pattern = new RegExp(`^${name.split("*").map(escapePattern).join(".*")}$`, "su");
  return (step) => typeof step === "string" && pattern.test(step);
}

function parseQuoted(text: string): string | null {
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function fits(matchers: readonly Matcher[], steps: readonly Step[], m: number, s: number): boolean {
  const matcher = matchers[m];
  if (matcher === undefined) return s === steps.length;
  if (matcher === "**") {
    return fits(matchers, steps, m + 1, s) || (s < steps.length && fits(matchers, steps, m, s + 1));
  }
  return s < steps.length && matcher(steps[s] as Step) && fits(matchers, steps, m + 1, s + 1);
}
