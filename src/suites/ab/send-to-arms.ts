import { type ArmRequest, type Assign, alternate, sendAssigned } from "../assignment/arms";
import { type ArmRun, drawRows, sendRows, WARM_UP_REQUESTS } from "../assignment/send-rows";
import type { Endpoint, SuiteContext } from "../types";

/**
 * Warms both sides up, then sends requests one after the other, each to the side that it is assigned
 * to, until all are sent or `enough` says so.
 */
export async function sendToArms(
  context: SuiteContext,
  baseline: Endpoint,
  { count, assign }: { count: number; assign: Assign },
  enough: (requests: readonly ArmRequest[]) => boolean,
): Promise<ArmRun<ArmRequest>> {
  const { candidate, signal, progress, inputs, random } = context;
  const endpoints = { candidate, baseline };
  const rows = drawRows(inputs, random("ab/rows"));
  const warmUp = await sendRows(context, {
    rows,
    count: WARM_UP_REQUESTS,
    send: sendAssigned(endpoints, alternate(), signal),
    enough: () => false,
  });
  if (warmUp.cutShort) return { requests: [], cutShort: warmUp.cutShort };
  return sendRows(context, {
    rows,
    count,
    send: sendAssigned(endpoints, assign, signal),
    enough(requests) {
      progress("ab", requests.length, count, "requests to candidate or baseline");
      return enough(requests);
    },
  });
}
