import type { CanaryConfig, CanaryRoute, CanaryTraffic, NamedSide } from "../../../config/types";
import type { Row } from "../../../data/types";
import type { EncodeOptions } from "../../../protocols/types";
import {
  type ArmRequest,
  alternate,
  createAssignment,
  keyOf,
  sendAssigned,
} from "../../assignment/arms";
import { drawRows, type SentRow, sendRows, WARM_UP_REQUESTS } from "../../assignment/send-rows";
import type { Endpoint, SuiteContext } from "../../types";
import { attributeByName } from "./attribute-answer";
import { countProgress } from "./count-progress";
import type { CanarySource, Observed } from "./source";
import { hasFailed, summariseRun } from "./summarise-requests";

/** infergate itself sends each request to one of two sides, one request at a time. */
export function openClientSplit(
  context: SuiteContext,
  endpoints: Sides,
  { key }: Pick<CanaryConfig, "key">,
  traffic: Extract<CanaryTraffic, { kind: "split" }>,
  total: number,
): CanarySource {
  const { random, signal, inputs } = context;
  const rows = drawRows(inputs, random("canary/rows"));
  const draw = random("canary/split");
  const progress = countProgress(context, total);
  const confirm = confirmSide(traffic.attribute, endpoints.candidate);
  const whyUnknown =
    traffic.route && `do not come from the side that ${traffic.route.header} asked for`;
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
      const send = sendAssigned(endpoints, assign, signal);
      const run = await sendRows<SentRow>(context, {
        rows,
        count: stage.requests,
        send: async (row) => confirm(await send(row)),
        enough(requests) {
          const last = requests.at(-1);
          progress.advance(stage);
          if (!last?.arm || !hasFailed(last)) return false;
          evidence.note(last.arm, key === null ? null : keyOf(last.row, key));
          look(requests.length);
          return evidence.isEnough;
        },
      });
      progress.endStage(stage);
      const observed = summariseRun(run, context, endpoints.candidate);
      return whyUnknown ? { ...observed, seen: { ...observed.seen, whyUnknown } } : observed;
    },
    sent: 0,
    close: async () => {},
  };
}

/**
 * Holds the side that was asked against the side that the answer names: a gateway that does not look at
 * the header compares the baseline with itself. What has failed may be without a mark.
 */
function confirmSide(
  attribute: NamedSide | null,
  { model }: Endpoint,
): (request: ArmRequest) => SentRow {
  if (attribute === null) return (request) => request;
  const sideOf = attributeByName(attribute, model);
  return (request) => {
    const named = sideOf(request.asked, request.row);
    const isConfirmed = named === request.arm || (named === null && hasFailed(request));
    return isConfirmed ? request : { ...request, arm: null };
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
