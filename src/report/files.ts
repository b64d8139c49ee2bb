import type { GateResult } from "../verdict/result";
import { renderHtml } from "./html/render-html";
import { renderComment } from "./render-comment";
import { renderJunit } from "./render-junit";
import { renderSummary } from "./render-summary";
import { renderResultJson } from "./result-json";

/** The files of a report: name, and what makes its content. */
export const REPORT_FILES: Readonly<Record<string, (result: GateResult) => string>> = {
  "result.json": renderResultJson,
  "summary.md": (result) => renderSummary(result),
  "comment.md": (result) => renderComment(result),
  "report.html": renderHtml,
  "junit.xml": renderJunit,
};
