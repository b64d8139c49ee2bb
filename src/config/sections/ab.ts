import type { Context } from "../context";
import { DEFAULT_AB } from "../defaults";
import { metricKind } from "../metric-limit";
import type { KeyPath } from "../problem";
import type { RawAb, RawAbGoal, RawConfig } from "../raw-config";
import { RANGES, readShare } from "../read-quantity";
import type { AbConfig, AbMetric } from "../types";

/** Measures of every request, whatever the model. */
const ALWAYS = ["errors", "latency"];
/** Acceptance metrics that each row has a value of its own of. */
const OF_ROWS = /^(accuracy|equals|contains|token_f1|rouge_l|mae)$/;

export function readAb(context: Context, raw: RawConfig): AbConfig | null {
  const { ab, baseline } = raw;
  if (ab === undefined || ab === "off" || ab === false) return null;
  if (!baseline) {
    context.report(
      "config/missing-key",
      ["ab"],
      "compares with a baseline, but there is none",
      "Give --baseline-url, or the key baseline.",
    );
  }
  return {
    requests: ab.requests ?? DEFAULT_AB.requests,
    split: readShare(context, ["ab", "split"], ab.split, DEFAULT_AB.split, RANGES.split),
    key: ab.key ?? DEFAULT_AB.key,
    metrics: readMetrics(context, ab).map((metric) => checkMetric(context, raw, metric)),
    guardrails: Object.entries(ab.guardrails ?? {}).map(([name, margin]) => {
      const path = ["ab", "guardrails", name];
      const goal = readMargin(context, path, margin);
      return checkMetric(context, raw, { path, name, higherIsBetter: null, goal });
    }),
    sequential: ab.sequential ?? DEFAULT_AB.sequential,
  };
}

type Placed = AbMetric & { path: KeyPath };

function readMetrics(context: Context, ab: RawAb): Placed[] {
  if (ab.metrics !== undefined && ab.metric !== undefined) {
    context.report(
      "config/impossible-value",
      ["ab", "metric"],
      "is said twice: metrics names them, too",
    );
  }
  if (ab.metrics === undefined) {
    const path = ["ab", ...(ab.metric === undefined ? [] : ["metric"])];
    return [readGoal(context, path, ["ab"], ab.metric ?? "errors", ab)];
  }
  return Object.entries(ab.metrics).map(([name, goal]) =>
    readGoal(context, ["ab", "metrics", name], ["ab", "metrics", name], name, goal),
  );
}

function readGoal(
  context: Context,
  path: KeyPath,
  goalPath: KeyPath,
  name: string,
  { non_inferiority: margin, superiority, better }: RawAbGoal,
): Placed {
  if ((margin === undefined) === (superiority === undefined)) {
    context.report(
      "config/missing-key",
      path,
      "expected exactly one of non_inferiority (the largest loss that is put up with) and superiority",
      "ab: { metric: accuracy, non_inferiority: 2% }",
    );
  }
  return {
    path,
    name,
    higherIsBetter: better === undefined ? null : better === "higher",
    goal:
      margin === undefined
        ? { kind: "superiority" }
        : readMargin(context, [...goalPath, "non_inferiority"], margin),
  };
}

function readMargin(context: Context, path: KeyPath, given: string | number): AbMetric["goal"] {
  const margin = readShare(context, path, given, 0, RANGES.margin);
  return { kind: "non-inferiority", margin };
}

function checkMetric(context: Context, { data }: RawConfig, { path, ...metric }: Placed): AbMetric {
  const { name, higherIsBetter } = metric;
  const isPath = name.startsWith("$");
  if (!isPath && !ALWAYS.includes(name) && !OF_ROWS.test(name)) {
    context.report(
      "config/impossible-value",
      path,
      `expected errors, latency, accuracy, mae, equals, contains, token_f1, rouge_l or a JSON path, found ${context.show(path, name)}`,
      "A/B compares means over requests; acceptance with max_drop compares the other metrics.",
    );
    return metric;
  }
  if (isPath && higherIsBetter === null) {
    context.report(
      "config/missing-key",
      path,
      "needs better: higher or lower, since a JSON path does not say which is better",
    );
  }
  if (!isPath && higherIsBetter !== null) {
    context.report(
      "config/impossible-value",
      path,
      "better is for JSON paths; this metric knows it",
    );
  }
  if (OF_ROWS.test(name) && metricKind(name).needsLabel && data?.label === undefined) {
    context.report("config/missing-key", path, "needs data.label");
  }
  return metric;
}
