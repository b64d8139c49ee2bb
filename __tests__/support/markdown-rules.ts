/**
 * What is left to be read as Markdown: fenced blocks and code spans are taken out by the rules of
 * CommonMark 0.31 (§ 4.5, § 6.1), so that a hostile text that ended one early is left standing.
 */
export function outsideCode(markdown: string): string {
  const lines: string[] = [];
  let fence = "";
  for (const line of markdown.split("\n")) {
    const [, run = "", rest = ""] = /^ {0,3}(`{3,})(.*)$/.exec(line) ?? [];
    if (fence === "" && run !== "" && !rest.includes("`")) fence = run;
    else if (fence !== "" && run.length >= fence.length && rest.trim() === "") fence = "";
    else if (fence === "") lines.push(line);
  }
  if (fence !== "") throw new Error("a fence is never closed");
  return lines.map((line) => line.replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, "")).join("\n");
}

/** What is live in it that must not be: mark-up, links, mentions, references, invisible characters. */
export function liveParts(markdown: string): string[] {
  const text = outsideCode(markdown);
  const found = RULES.flatMap(([name, pattern]) => {
    const [match] = pattern.exec(text) ?? [];
    return match === undefined ? [] : [`${name}: ${JSON.stringify(match)}`];
  });
  const hidden = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.exec(markdown);
  return hidden === null ? found : [...found, `hidden: ${JSON.stringify(hidden[0])}`];
}

const RULES: readonly [string, RegExp][] = [
  ["html", /<(?!\/?(?:details|summary|sub)>).{0,20}/],
  ["entity", /&(?!(?:amp|lt|gt|#124|#96|#92|#8203);).{0,10}/],
  ["code", /`.{0,20}/],
  ["mention", /@(?!&#8203;).{0,20}/],
  ["issue", /(?<!&)#\d+/],
  ["reference", /\b(?:GH|GHSA|CVE)-\w/i],
  ["commit", /(?<![0-9a-z])(?=\d*[a-f])[0-9a-f]{7,}/i],
  ["address", /:\/\/.{0,20}|www\..{0,20}/i],
  ["link or image", /(?<!\\)[[\]].{0,20}/],
  ["emphasis", /(?<![\\*])\*(?!\*).{0,20}|(?<!\\)[_~].{0,20}/],
  ["formula", /(?<!\\)\$.{0,20}/],
  ["emoji", /:[\w+-]+:/],
];

/** The number of cells in each row, table by table. */
export function tableWidths(markdown: string): number[][] {
  const tables: number[][] = [];
  let last = "";
  for (const line of outsideCode(markdown).split("\n")) {
    if (line.startsWith("|")) {
      if (!last.startsWith("|")) tables.push([]);
      tables.at(-1)?.push((line.match(/(?<!\\)\|/g) ?? []).length - 1);
    }
    last = line;
  }
  return tables;
}
