import type { CanaryConfig, CanaryRoute } from "../../../config/types";
import type { Row } from "../../../data/types";
import type { EncodeOptions } from "../../../protocols/types";
import { alternate, createAssignment, keyOf, sendAssigned } from "../../assignment/arms";
import { drawRows, sendRows, WARM_UP_REQUESTS } from "../../assignment/send-rows";
import type { Endpoint, SuiteContext } from "../../types";
import { countProgress } from "./count-progress";
import type { CanarySource, Observed } from "./source";
import { hasFailed, summariseRun } from "./summarise-requests";

/** infergate itself sends each request to one of two sides, one request at a time. */
export function openClientSplit(
  context: SuiteContext,
  endpoints: Sides,
  { key }: Pick<CanaryConfig, "key">,
  total: number,
): CanarySource {
  const { random, signal, inputs } = context;
  const rows = drawRows(inputs, random("canary/rows"));
  const draw = random("canary/split");
  const progress = countProgress(context, total);
  let isWarm = false;

  return {
    async observe(stage, evidence, look): Promise<Observed> {
      if (!isWarm) {
        const warmUp = await sendRows(context, {
          rows,
          count: WARM_UP_REQUESTS,
          send: sendAssigned(endpoints, alternate(), signal),
          enough: () => false,
        });
        const { cutShort } = warmUp;
        // Nothing of a warm-up is counted, but why it could not be ended.
        if (cutShort) return summariseRun({ requests: [], cutShort }, context, endpoints.candidate);
        isWarm = true;
      }
      const assign = createAssignment({ key, split: stage.weight }, draw, `infergate:${key}`);
      const run = await sendRows(context, {
        rows,
        count: stage.requests,
        send: sendAssigned(endpoints, assign, signal),
        enough(requests) {
          const last = requests.at(-1);
          progress.advance(stage);
          if (!last || !hasFailed(last)) return false;
          evidence.note(last.arm, key === null ? null : keyOf(last.row, key));
          look(requests.length);
          return evidence.isEnough;
        },
      });
      progress.endStage(stage);
      return summariseRun(run, context, endpoints.candidate);
    },
    sent: 0,
    close: async () => {},
  };
}

export type Sides = Readonly<Record<"candidate" | "baseline", Endpoint>>;

/** The same endpoint on two sides, told apart by a header that its gateway looks at. */
export function routeByHeader(
  endpoint: Endpoint,
  { header, candidate, baseline }: CanaryRoute,
): Sides {
  const side = (role: "candidate" | "baseline", value: string): Endpoint => {
    const { model } = endpoint;
    const encode = (rows: readonly Row[], options?: EncodeOptions) => {
      const request = model.encode(rows, options);
      return { ...request, headers: { ...request.headers, [header.toLowerCase()]: value } };
    };
    return { ...endpoint, role, model: Object.create(model, { encode: { value: encode } }) };
  };
  return { candidate: side("candidate", candidate), baseline: side("baseline", baseline) };
}
