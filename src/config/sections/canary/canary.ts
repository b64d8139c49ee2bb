import { fewestToPass } from "../../../verdict/plan-share";
import type { Context } from "../../context";
import { DEFAULT_CANARY } from "../../defaults";
import type { RawCanary, RawConfig, RawShare } from "../../raw-config";
import { RANGES, readShare, within } from "../../read-quantity";
import type { CanaryConfig, EndpointConfig } from "../../types";
import { readDrive } from "./drive";
import { readTraffic } from "./traffic";

const RATIO = {
  holds: (ratio: number) => ratio >= 1 && ratio <= 100,
  text: "a number from 1 (no worse than the baseline) to 100",
};

export function readCanary(
  context: Context,
  raw: RawConfig,
  candidate: EndpointConfig,
): CanaryConfig | null {
  const { canary } = raw;
  if (canary === undefined || canary === "off" || canary === false) return null;
  const { key = null, max_error_ratio: ratio } = canary;
  const at = (name: string) => ["canary", name];
  const config: CanaryConfig = {
    steps: readSteps(context, canary.steps),
    each: canary.each ?? DEFAULT_CANARY.each,
    key,
    maxErrors: readShare(
      context,
      at("max_errors"),
      canary.max_errors,
      DEFAULT_CANARY.maxErrors,
      RANGES.mostOfShare,
    ),
    maxErrorRatio:
      ratio === undefined
        ? DEFAULT_CANARY.maxErrorRatio
        : within(context, at("max_error_ratio"), ratio, ratio, RATIO),
    maxSlowdown: readShare(
      context,
      at("max_slowdown"),
      canary.max_slowdown,
      DEFAULT_CANARY.maxSlowdown,
      RANGES.growth,
    ),
    maxAccuracyDrop: readShare(
      context,
      at("max_accuracy_drop"),
      canary.max_accuracy_drop,
      DEFAULT_CANARY.maxAccuracyDrop,
      RANGES.margin,
    ),
    traffic: readTraffic(context, raw, canary, candidate),
    drive: canary.drive ? readDrive(context, canary.drive) : null,
    score: {
      weights: { ...DEFAULT_CANARY.score.weights, ...canary.score?.weights },
      critical: canary.score?.critical ?? DEFAULT_CANARY.score.critical,
    },
  };
  checkTogether(context, config, canary, raw);
  return config;
}

function readSteps(context: Context, given: readonly RawShare[] | undefined): number[] {
  if (given === undefined) return DEFAULT_CANARY.steps;
  const steps = given.map((step, i) =>
    readShare(context, ["canary", "steps", i], step, 0, RANGES.step),
  );
  steps.forEach((step, i) => {
    const before = steps[i - 1];
    // What is no share at all has been told already.
    if (before === undefined || !RANGES.step.holds(before) || !RANGES.step.holds(step)) return;
    if (step > before) return;
    const path = ["canary", "steps", i];
    const last = context.show(["canary", "steps", i - 1], given[i - 1]);
    const text = `expected more than the step before (${last}), found ${context.show(path, given[i])}`;
    context.report("config/impossible-value", path, text);
  });
  return steps;
}

/** What is sound by itself and not in this company. */
function checkTogether(
  context: Context,
  { steps, each, maxErrors, maxAccuracyDrop, traffic, drive }: CanaryConfig,
  written: RawCanary,
  { data }: RawConfig,
): void {
  const { kind } = traffic;
  const report = (key: string, text: string, hint: string | null = null) =>
    context.report("config/impossible-value", ["canary", key], text, hint);
  if (drive !== null && written.route !== undefined) {
    report(
      "drive",
      "moves a router's weight, and route chooses the side without one; expected one of them",
    );
  } else if (drive !== null && kind === "split") {
    context.report(
      "config/missing-key",
      ["canary", "drive"],
      "moves a router's weight, but nothing says which side answered; expected attribute or metrics beside it",
      "attribute: { header: X-Revision, candidate: v3, baseline: v2 }",
    );
  }
  if (drive === null && kind !== "split" && steps.length > 1) {
    const text = `has ${steps.length} steps, but nobody moves the router from one to the next`;
    report("steps", text, "Name the one weight that is set, or give drive: { advance, rollback }.");
  }
  if (kind !== "split" && written.key !== undefined) {
    report("key", "is for a split that infergate makes; here the router chooses the side");
  }
  if (kind === "metrics" && drive === null && written.each !== undefined) {
    report("each", "is not needed: what the window holds is counted (metrics.window)");
  }
  if (maxAccuracyDrop !== null && kind === "metrics") {
    report("max_accuracy_drop", "needs answers, and metrics hold none");
  }
  if (maxAccuracyDrop !== null && data?.label === undefined) {
    context.report("config/missing-key", ["canary", "max_accuracy_drop"], "needs data.label");
  }
  const maxSlowdown = written.max_slowdown;
  if (maxSlowdown !== undefined && kind === "metrics" && traffic.queries.latency === null) {
    context.report(
      "config/missing-key",
      ["canary", "max_slowdown"],
      "needs metrics.latency, the query of a latency",
    );
  }
  // What only verifies a router's split need not clear any errors.
  const mustTell = kind === "split" || drive !== null;
  const last = steps.at(-1) as number;
  const fewest = fewestToPass(maxErrors);
  if (mustTell && RANGES.step.holds(last) && RANGES.mostOfShare.holds(maxErrors)) {
    const needed = Math.ceil(Number((fewest / last).toPrecision(12)));
    if (each >= needed) return;
    report(
      "each",
      `is too small for any stage to tell: to clear ${maxErrors * 100}% of errors takes ${fewest} requests of the canary, which at ${last * 100}% are ${needed} of both sides; expected at least that, found ${each}`,
    );
  }
}
