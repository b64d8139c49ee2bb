import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { renderHtml } from "../../src/report/html/render-html";
import type { GateResult } from "../../src/verdict/result";
import { HOSTILE_PIECES, withText } from "../support/hostile-text";
import { RESULTS } from "../support/results";
import { OTHER_CHARTS } from "../support/series";

const passed = RESULTS.passed as GateResult;
const blocked = RESULTS.blocked as GateResult;

/** The fixtures of the report, with charts of every kind and with hostile text. */
export const REPORTS: Record<string, GateResult> = {
  passed,
  blocked,
  "not measured": RESULTS.unmeasured as GateResult,
  "full of charts": withCharts(blocked),
  hostile: withText(
    withCharts(blocked),
    [
      '"><img src=x onerror=alert(1)><svg onload=alert(2)>',
      "</script><script>alert(3)</script>",
      "</style><style>body{display:none}</style>",
      "<!--<script>",
      ...HOSTILE_PIECES,
    ].join(" "),
  ),
};

function withCharts(result: GateResult): GateResult {
  const suites = result.suites.map((suite) =>
    suite.name === "load" ? { ...suite, series: [...suite.series, ...OTHER_CHARTS] } : suite,
  );
  return { ...result, suites };
}

/** Writes reports as a run does; their addresses by name. */
export async function writeReports(): Promise<{
  urls: Record<string, string>;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), "infergate-browser-"));
  const urls: Record<string, string> = {};
  for (const [name, result] of Object.entries(REPORTS)) {
    const file = join(folder, `${name}.html`);
    await writeFile(file, renderHtml(result));
    urls[name] = pathToFileURL(file).href;
  }
  return { urls, remove: () => rm(folder, { recursive: true }) };
}
