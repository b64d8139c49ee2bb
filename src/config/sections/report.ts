import { DEFAULT_REPORT } from "../defaults";
import type { RawReport } from "../raw-config";
import type { ReportConfig } from "../types";

export function readReport(raw: RawReport = {}): ReportConfig {
  const { comment = DEFAULT_REPORT.comment, on_inconclusive = DEFAULT_REPORT.onInconclusive } = raw;
  return { comment: comment === false ? "off" : comment, onInconclusive: on_inconclusive };
}
