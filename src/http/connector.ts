import buildConnector from "undici/lib/core/connect.js";
import { guardLookup, refuseHost } from "./target-policy";
import type { HttpTarget } from "./types";

/** Node's default of 250 ms for one of several addresses fails on far networks. */
const ADDRESS_ATTEMPT_MS = 2_000;
/** The deadline is the caller's; undici then only clears away a connection that still hangs. */
const CONNECT_MARGIN_MS = 1_000;

/** How long a connection may take at the most, and how its certificates are verified. */
export function connectionRules({ timeoutMs, network = {} }: HttpTarget) {
  const { ca } = network;
  return {
    tls: { rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) },
    timeout: timeoutMs + CONNECT_MARGIN_MS,
  };
}

/** Opens direct connections to one target under its rules. */
export function createConnector(target: HttpTarget, allowH2 = false): buildConnector.connector {
  const { tls, timeout } = connectionRules(target);
  return refuseForbidden(
    buildConnector({
      ...tls,
      timeout,
      allowH2,
      lookup: guardLookup(target.network?.lookup),
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
    } as buildConnector.BuildOptions),
  );
}

/** The resolver never sees a literal address, so those are judged here. */
function refuseForbidden(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    const refusal = refuseHost(options.hostname);
    if (refusal === null) connect(options, callback);
    else process.nextTick(callback, refusal, null);
  };
}
