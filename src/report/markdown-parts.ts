import type { GateResult, SuiteResult } from "../verdict/result";
import { tally } from "./count-outcomes";
import { codeSpan, escapeMarkdown, escapeProse, fencedBlock } from "./escape-markdown";
import { formatDuration } from "./format-duration";
import { keyMeasure } from "./key-measure";
import { type Column, keepTogether, markdownTable } from "./markdown-table";
import { OUTCOME_WORDS, SUITE_TITLES } from "./outcome-words";
import { publicHost } from "./public-url";
import { reproduceCommand } from "./reproduce-command";

/** "### ❌ Blocked: p95 latency 412 ms exceeds 350 ms". */
export function heading({ verdict, reason }: GateResult): string {
  const { emoji, headline } = OUTCOME_WORDS[verdict];
  return `### ${emoji} ${headline}: ${escapeProse(withoutStop(reason))}`;
}

/** "`a1b2c3d` vs `9f8e7d6` · `staging.example.com` · 2,431 requests · seed 42 · 4m 12s". */
export function contextLine({ run, endpoint, baseline, suites }: GateResult): string {
  const requests = suites.reduce((sum, suite) => sum + suite.requests, 0);
  return [
    versus(run.commit && shortCommit(run.commit), run.baseCommit && shortCommit(run.baseCommit)),
    versus(endpoint && publicHost(endpoint.url), baseline && publicHost(baseline.url)),
    run.shards > 1 ? `${run.shards} shards` : "",
    `${requests.toLocaleString("en-GB")} requests`,
    `seed ${run.seed}`,
    formatDuration(run.durationMs),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** One row a suite that ran; those that did not are a line below, with the reason. */
export function suiteTable(suites: readonly SuiteResult[]): string {
  const ran = suites.filter(({ verdict }) => verdict !== "skipped").slice(0, MOST_ROWS);
  const notRun = suites.filter(({ verdict }) => verdict === "skipped").slice(0, MOST_ROWS);
  const lines = notRun.map(
    (suite) => `${SUITE_TITLES[suite.name]} (${escapeProse(withoutStop(suite.reason))})`,
  );
  const tables = ran.length === 0 ? [] : [markdownTable(COLUMNS, ran.map(suiteRow))];
  return [...tables, ...(lines.length === 0 ? [] : [`Not run: ${lines.join("; ")}.`])].join("\n\n");
}

export function details(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

export function reproduction(result: GateResult): string {
  return details("Reproduce", fencedBlock(reproduceCommand(result), 6000, "sh"));
}

/** A result has one row a suite; a forged one could have more. */
const MOST_ROWS = 20;
/** The table has to be taken in at a glance. */
const CELL_LIMIT = 80;

const COLUMNS: readonly Column[] = [
  { title: "Suite", align: "left" },
  { title: "Result", align: "left" },
  { title: "Key measure", align: "right" },
  { title: "Limit", align: "right" },
  { title: "vs base", align: "right" },
];

function suiteRow(suite: SuiteResult): string[] {
  const key = keyMeasure(suite);
  return [
    SUITE_TITLES[suite.name],
    `${OUTCOME_WORDS[suite.verdict].emoji} ${tally(suite)}`,
    key === null ? "–" : escapeMarkdown(`${key.name} ${key.observed}`, CELL_LIMIT),
    key === null ? "–" : keepTogether(escapeMarkdown(key.limit, CELL_LIMIT)),
    key === null ? "–" : keepTogether(escapeMarkdown(key.change)),
  ];
}

function withoutStop(sentence: string): string {
  return sentence.trimEnd().replace(/\.$/, "");
}

function versus(candidate: string | null, base: string | null): string {
  if (candidate === null) return "";
  return base === null ? codeSpan(candidate) : `${codeSpan(candidate)} vs ${codeSpan(base)}`;
}

/** A commit is cut to seven digits; anything else is shown as it is. */
export function shortCommit(commit: string): string {
  return /^[0-9a-f]{8,64}$/i.test(commit) ? commit.slice(0, 7) : commit;
}
