import { randomStream } from "../src/stats/random";
import { ab } from "./ab";
import { canary } from "./canary";
import { coverage } from "./coverage";
import { fixedSize } from "./fixed-size";
import { load } from "./load";
import { looks } from "./looks";
import { power } from "./power";
import { type Outcome, type Scenario, simulate } from "./scenario";
import { shadow } from "./shadow";
import { percent, whole } from "./wording";

const SCENARIOS: Scenario[] = [
  ...fixedSize,
  ...looks,
  ...coverage,
  ...power,
  ...load,
  ...shadow,
  ...ab,
  ...canary,
];

/** How many runs; what takes long gets a tenth. */
export const SIZES = { long: 10_000, short: 200 } as const;

/** Each scenario has a stream of its own, so that adding one changes no other. */
export function* runAll(seed: number, runs: number): Generator<Outcome> {
  for (const scenario of SCENARIOS) {
    const random = randomStream(seed, `${scenario.family}/${scenario.name}`);
    const share = scenario.cost === "heavy" ? Math.max(60, runs / 10) : runs;
    yield simulate(scenario, share, random);
  }
}

/** The table of docs/statistics.md. */
export function toMarkdown(outcomes: readonly Outcome[], seed: number): string {
  const lines = [
    `Seed ${seed}. "Allowed" is what the method promises, and three standard errors of the simulation.`,
    "",
  ];
  for (const family of new Set(outcomes.map(({ scenario }) => scenario.family))) {
    lines.push(`**${family}**`, "", "| Method and truth | Runs | Promised | Found | Allowed | |");
    lines.push("|:--|--:|--:|--:|--:|:-:|");
    for (const outcome of outcomes.filter(({ scenario }) => scenario.family === family)) {
      lines.push(row(outcome));
    }
    lines.push("");
  }
  return lines.join("\n").trim();
}

function row({ scenario, runs, share, limits, holds }: Outcome): string {
  const cells = [
    scenario.name,
    whole(runs),
    promise(scenario),
    percent(share),
    limits.high === 1
      ? `≥ ${percent(limits.low)}`
      : limits.low === 0
        ? `≤ ${percent(limits.high)}`
        : `${percent(limits.low)} to ${percent(limits.high)}`,
    holds ? ("breaks" in scenario.claim ? "breaks, as it should" : "✓") : "**✗**",
  ];
  return `| ${cells.join(" | ")} |`;
}

function promise({ claim }: Scenario): string {
  if ("atMost" in claim) return `≤ ${percent(claim.atMost)}`;
  if ("atLeast" in claim) return `≥ ${percent(claim.atLeast)}`;
  return "breaks" in claim ? "nothing" : `about ${percent(claim.near)}`;
}
