import type { Outcome, SuiteName } from "../verdict/result";

interface Words {
  /** For Markdown. */
  emoji: string;
  /** For terminals. */
  symbol: string;
  /** Opens the sentence that says the verdict of the run. */
  headline: string;
  /** "2 failed". */
  participle: string;
}

export const OUTCOME_WORDS: Record<Outcome, Words> = {
  fail: { emoji: "❌", symbol: "✗", headline: "Blocked", participle: "failed" },
  error: { emoji: "🚫", symbol: "!", headline: "Could not measure", participle: "not measured" },
  inconclusive: {
    emoji: "⚠️",
    symbol: "?",
    headline: "Could not tell",
    participle: "inconclusive",
  },
  pass: { emoji: "✅", symbol: "✓", headline: "Passed", participle: "passed" },
  skipped: { emoji: "⏭️", symbol: "–", headline: "Skipped", participle: "skipped" },
};

export const SUITE_TITLES: Record<SuiteName, string> = {
  system: "System",
  security: "Security",
  behaviour: "Behaviour",
  acceptance: "Acceptance",
  load: "Load",
  shadow: "Shadow",
  ab: "A/B",
  canary: "Canary",
};
