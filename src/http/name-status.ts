import type { HttpAnswer } from "./types";

/** A status for messages: "500", and over gRPC "500 (grpc-status 13 INTERNAL)", which it stands for. */
export function nameStatus({ status, headers }: Pick<HttpAnswer, "status" | "headers">): string {
  const code = headers["grpc-status"];
  return code === undefined ? String(status) : `${status} (grpc-status ${code})`;
}
