export interface ReportConfig {
  comment: "always" | "on-change" | "on-fail" | "off";
  onInconclusive: "fail" | "warn";
}
