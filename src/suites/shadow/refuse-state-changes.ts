import { quote } from "../../config/quote";
import type { Config, EndpointConfig } from "../../config/types";
import { CapturedRequest } from "../../data/captures/captured-request";
import type { Dataset } from "../../data/types";
import { InfergateError } from "../../errors";
import { stateChange } from "./state-changes";

const HINT =
  "If it does no harm to send it to both sides, and again and again: shadow: { allow_state_changes: true }.";

/**
 * Shadow sends each input to both sides, and some of them twice. What changes something (trains a
 * model, places an order) must not be sent like that unless the config says so. Of a capture only POST
 * is ever sent; its paths, and those of the generic protocol, are judged by their words. The routes of
 * all other protocols are inferences. Throws `config/state-change`.
 */
export function refuseStateChanges(config: Config, data: Dataset | null): void {
  if (!config.shadow || config.shadow.allowStateChanges) return;
  checkCapture(data);
  checkTemplate("endpoint", config.endpoint);
  if (config.baseline) checkTemplate("baseline", config.baseline);
}

function checkCapture(data: Dataset | null): void {
  const paths = (data?.sample ?? []).flatMap((row) =>
    Object.values(row).flatMap((cell) => (cell instanceof CapturedRequest ? [cell.path] : [])),
  );
  const changing = paths.filter((path) => stateChange(path) !== null);
  const [first] = changing;
  if (data === null || first === undefined) return;
  throw new InfergateError(
    "config/state-change",
    `${data.file}: ${changing.length} of ${paths.length} requests look as if they changed something, such as POST ${quote(first)} (${quote(stateChange(first))})`,
    `Leave them out of the capture. ${HINT}`,
  );
}

function checkTemplate(key: string, { http }: EndpointConfig): void {
  if (http?.request.method !== "POST") return;
  const word = stateChange(http.request.path);
  if (word === null) return;
  throw new InfergateError(
    "config/state-change",
    `${key}.request is POST ${quote(http.request.path)}, which looks as if it changed something (${quote(word)})`,
    HINT,
  );
}
