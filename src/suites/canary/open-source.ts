import type { CanaryConfig } from "../../config/types";
import { InfergateError } from "../../errors";
import type { SuiteContext } from "../types";
import type { Stage } from "./stages";
import { openClientSplit, routeByHeader, type Sides } from "./traffic/client-split";
import { openMetrics } from "./traffic/metrics";
import { openRouter } from "./traffic/router";
import type { CanarySource } from "./traffic/source";

/** Where this canary's requests come from. Throws where there is nothing to look at. */
export async function openSource(
  context: SuiteContext,
  canary: CanaryConfig,
  stages: readonly Stage[],
): Promise<CanarySource> {
  const { traffic, drive } = canary;
  const isDriven = drive !== null;
  const total = stages
    .filter(({ isBegun }) => isBegun)
    .reduce((sum, { requests }) => sum + requests, 0);
  if (traffic.kind === "metrics") return openMetrics(context, traffic, { isDriven, total });
  if (context.inputs.length === 0) {
    throw new InfergateError(
      "endpoint/no-inputs",
      "no input to send: none could be made from the model's metadata",
      "Give some: data: { file: rows.csv }",
    );
  }
  if (traffic.kind === "router") return openRouter(context, traffic, total);
  return openClientSplit(context, sidesOf(context, traffic.route), canary, traffic, total);
}

function sidesOf(
  { candidate, baseline, baselineProblem }: SuiteContext,
  route: Extract<CanaryConfig["traffic"], { kind: "split" }>["route"],
): Sides {
  if (route !== null) return routeByHeader(candidate, route);
  if (baseline !== null) return { candidate, baseline };
  throw new InfergateError(
    "endpoint/no-baseline",
    `nothing to compare with: ${baselineProblem ?? "there is no baseline"}`,
  );
}
