/** What a test looks for: "greater" and "less" say how the first sample, or the difference, lies. */
export type Alternative = "two-sided" | "greater" | "less";
