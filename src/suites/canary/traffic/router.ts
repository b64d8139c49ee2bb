import { DEFAULT_CANARY_TOLERANCE } from "../../../config/defaults";
import type { CanaryTraffic } from "../../../config/types";
import { InfergateError } from "../../../errors";
import { ask } from "../../ask";
import { drawRows, type SentRow, sendRows } from "../../assignment/send-rows";
import type { Endpoint, SuiteContext } from "../../types";
import { type Attribute, attributeByFingerprint, attributeByName } from "./attribute-answer";
import { countProgress } from "./count-progress";
import type { CanarySource, Observed } from "./source";
import { hasFailed, summariseRun } from "./summarise-requests";
import { takeFingerprints } from "./take-fingerprints";

/** A router of the user's chooses the side, and its answers say which. */
export async function openRouter(
  context: SuiteContext,
  { router, attribute }: Extract<CanaryTraffic, { kind: "router" }>,
  total: number,
): Promise<CanarySource> {
  const { candidate, config, data, random, signal } = context;
  const opened = router
    ? await context.open(router, data?.features ?? null, config.data?.isCapture)
    : null;
  const endpoint: Endpoint = opened ?? candidate;
  const close = async () => {
    await opened?.client.close();
  };
  try {
    const { rows: inputs, sideOf } = await openAttribution(context, attribute, endpoint);
    const rows = drawRows(inputs, random("canary/rows"));
    const progress = countProgress(context, total);
    return {
      async observe(stage, evidence, look): Promise<Observed> {
        const run = await sendRows<SentRow>(context, {
          rows,
          count: stage.requests,
          async send(row) {
            const asked = await ask(endpoint, [row], signal);
            return { row, asked, arm: sideOf(asked, row) };
          },
          enough(requests) {
            const last = requests.at(-1);
            progress.advance(stage);
            if (!last?.arm || !hasFailed(last)) return false;
            evidence.note(last.arm, null);
            look(requests.length);
            return evidence.isEnough;
          },
        });
        progress.endStage(stage);
        return summariseRun(run, context, endpoint);
      },
      get sent() {
        return opened?.client.sent ?? 0;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openAttribution(
  context: SuiteContext,
  how: Extract<CanaryTraffic, { kind: "router" }>["attribute"],
  { model }: Endpoint,
): Promise<{ rows: SuiteContext["inputs"]; sideOf: Attribute }> {
  if (how.kind !== "fingerprint")
    return { rows: context.inputs, sideOf: attributeByName(how, model) };
  const { candidate, baseline, baselineProblem } = context;
  if (baseline === null) {
    throw new InfergateError(
      "endpoint/no-baseline",
      `nothing to take fingerprints of: ${baselineProblem ?? "there is no baseline"}`,
    );
  }
  const tolerance = DEFAULT_CANARY_TOLERANCE;
  const fingerprints = await takeFingerprints(context, { candidate, baseline }, tolerance);
  return {
    rows: [...fingerprints.keys()],
    sideOf: attributeByFingerprint(fingerprints, tolerance),
  };
}
