import { isIP, type Socket } from "node:net";
import { createSecureContext } from "node:tls";
import { version } from "../../../package.json";
import { portOf } from "../base-url";
import { type Connector, tlsRules } from "../connector";
import type { HttpTarget } from "../types";
import type { Client } from "./library";
import type { GrpcLibrary } from "./load-library";

/** Largest message that is read, as the client's largest body. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** An address that the target policy allows and that takes connections. */
export interface Address {
  address: string;
  family: string;
}

/**
 * Connects once by the rules of every other connection, and says where to. grpc-js resolves names
 * itself and tells failures as prose only; what it is given is the address that was judged.
 */
export function dial(connect: Connector, base: URL): Promise<Address> {
  return new Promise((resolve, reject) => {
    const protocol = base.protocol === "grpcs:" ? "https:" : "http:";
    const { hostname, host } = base;
    connect(
      { hostname: hostname.replace(/^\[|\]$/g, ""), host, protocol, port: portOf(base) },
      (error, socket) => {
        if (error) return reject(error);
        const { remoteAddress = "", remoteFamily = "" } = socket as Socket;
        socket.destroy();
        resolve({ address: remoteAddress, family: remoteFamily });
      },
    );
  });
}

/** A channel of one connection to that address and to no other. */
export function openChannel(
  { GrpcClient, credentials }: GrpcLibrary,
  target: HttpTarget,
  base: URL,
  { address, family }: Address,
): Client {
  const { ca, rejectUnauthorized } = tlsRules(target);
  const authority = family === "IPv6" ? `ipv6:[${address}]` : `ipv4:${address}`;
  return new GrpcClient(
    `${authority}:${portOf(base)}`,
    base.protocol === "grpcs:"
      ? credentials.createFromSecureContext(createSecureContext(ca === undefined ? {} : { ca }), {
          rejectUnauthorized,
        })
      : credentials.createInsecure(),
    {
      "grpc.default_authority": base.host,
      ...(isIP(base.hostname) === 0 ? { "grpc.ssl_target_name_override": base.hostname } : {}),
      "grpc.primary_user_agent": `infergate/${version}`,
      "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
      "grpc.max_send_message_length": -1,
      // The environment's proxies would be asked for an address that was judged here.
      "grpc.enable_http_proxy": 0,
      // Else a DNS record of the target's could have calls sent again.
      "grpc.service_config_disable_resolution": 1,
      "grpc.use_local_subchannel_pool": 1,
      "grpc.enable_channelz": 0,
    },
  );
}

/** Whether HTTP/2 came about; false also where the channel is closed meanwhile. */
export async function becomesReady(
  { connectivityState }: GrpcLibrary,
  client: Client,
): Promise<boolean> {
  const channel = client.getChannel();
  for (;;) {
    const state = channel.getConnectivityState(true);
    if (state === connectivityState.READY) return true;
    if (state === connectivityState.TRANSIENT_FAILURE || state === connectivityState.SHUTDOWN) {
      return false;
    }
    await new Promise((changed) =>
      channel.watchConnectivityState(state, Number.POSITIVE_INFINITY, changed),
    );
  }
}

/** Tells once when a connection that was ready is gone, by whoever's doing. */
export function onGone({ connectivityState }: GrpcLibrary, client: Client, gone: () => void): void {
  client
    .getChannel()
    .watchConnectivityState(connectivityState.READY, Number.POSITIVE_INFINITY, gone);
}
