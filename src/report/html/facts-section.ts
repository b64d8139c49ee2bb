import type { EndpointSummary, GateResult } from "../../verdict/result";
import { formatDuration } from "../format-duration";
import { shortCommit } from "../markdown-parts";
import { publicUrl } from "../public-url";
import { visibleLine } from "../visible-text";
import { type Content, type Html, html } from "./html";

/** What was run, on what, and how: whatever one needs to know to compare two reports. */
export function factsSection(result: GateResult): Html {
  const { run, tool, suites } = result;
  const requests = suites.reduce((sum, suite) => sum + suite.requests, 0);
  const facts: [string, Content][] = [
    ...endpointFacts("Endpoint", result.endpoint),
    ...endpointFacts("Baseline", result.baseline),
    ["Commit", commit(run.commit)],
    ["Base commit", commit(run.baseCommit)],
    ["Requests", requests.toLocaleString("en-GB")],
    ["Duration", formatDuration(run.durationMs)],
    ["Started", started(run.startedAt)],
    ["Seed", String(run.seed)],
    ["Shards", String(run.shards)],
    ["infergate", line(tool.version)],
  ];
  return html`<dl class="facts">
${facts
  .filter(([, value]) => value !== null)
  .map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>
`,
  )}</dl>`;
}

function endpointFacts(name: string, endpoint: EndpointSummary | null): [string, Content][] {
  if (endpoint === null) return [];
  const { url, protocol, model, version } = endpoint;
  const parts = [
    line(protocol),
    model === null ? "" : `model ${line(model)}`,
    version === null ? "" : `version ${line(version)}`,
  ].filter((part) => part !== "");
  const address = publicUrl(url) ?? "(no address that can be shown)";
  return [[name, html`<code>${address}</code><br>${parts.join(" · ")}`]];
}

/** Cut as people write them; the whole is there to be copied from its title. */
function commit(text: string | null): Content {
  return text === null ? null : html`<code title="${line(text)}">${shortCommit(line(text))}</code>`;
}

function started(time: string): Content {
  const minutes = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/.exec(time);
  return minutes === null ? line(time) : `${minutes[1]} ${minutes[2]} UTC`;
}

function line(text: string): string {
  return visibleLine(text, 200);
}
