export interface Mark {
  /** What was found; a quote stands for a whole string. */
  kind: string;
  start: number;
  /** Behind the mark; of a string, behind its closing quote. */
  end: number;
}

/**
 * What of a JSON text is `wanted`, in its order: brackets, colons, words. A quote among them is a whole
 * string, and nothing is found within it. Strings are passed over without a pattern of their own: one
 * runs out of stack in a string of 10 MB.
 */
export function* marksOf(text: string, wanted: RegExp): Generator<Mark> {
  const marks = new RegExp(wanted.source, "g");
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    const [kind] = found;
    const end = kind === '"' ? endOfString(text, found.index) : marks.lastIndex;
    yield { kind, start: found.index, end };
    marks.lastIndex = end;
  }
}

/** Behind the quote that closes the string; the end of the text where none does. */
function endOfString(text: string, start: number): number {
  for (let from = start + 1; ; ) {
    const quote = text.indexOf('"', from);
    if (quote < 0) return text.length;
    let before = quote;
    while (text[before - 1] === "\\") before--;
    if ((quote - before) % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

/** One member of an object, its value as it is written. */
export interface Member {
  key: string;
  text: string;
}

/** The members of an object that `JSON.parse` reads, in their order; a key that is there twice, twice. */
export function membersOf(text: string): Member[] {
  const members: Member[] = [];
  let depth = 0;
  let key: string | null = null;
  let valueAt = 0;
  for (const { kind, start, end } of marksOf(text, /["{}[\],:]/)) {
    const closes = kind === "}" || kind === "]";
    if (closes) depth--;
    if (key !== null && ((kind === "," && depth === 1) || (closes && depth === 0))) {
      members.push({ key, text: text.slice(valueAt, start).trim() });
      key = null;
    } else if (kind === '"' && depth === 1 && key === null) {
      const written = text.slice(start, end);
      key = written.includes("\\") ? (JSON.parse(written) as string) : written.slice(1, -1);
    } else if (kind === ":" && depth === 1) valueAt = end;
    if (kind === "{" || kind === "[") depth++;
  }
  return members;
}

/** The text with its strings emptied, e.g. to look for numbers. */
export function withoutStrings(text: string): string {
  let rest = "";
  let from = 0;
  for (const { start, end } of marksOf(text, /"/)) {
    rest += `${text.slice(from, start)}""`;
    from = end;
  }
  return rest + text.slice(from);
}
