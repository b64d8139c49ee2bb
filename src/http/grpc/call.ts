import type { PreparedRequest } from "../prepare";
import type { Client, StatusObject } from "./library";
import type { GrpcLibrary } from "./load-library";

/** A call that has ended. */
export interface EndedCall {
  status: StatusObject;
  /** Metadata that came before the message, null where none came. */
  head: Record<string, string> | null;
  message: Buffer | null;
}

export interface CallEvents {
  /** Set by whoever makes the call. */
  cancel(): void;
  onFirstByte(): void;
}

const asIs = (message: Buffer) => message;

/** One unary call: bytes of a message there, bytes of a message back. It never rejects. */
export function call(
  { Metadata }: GrpcLibrary,
  client: Client,
  { path, headers, body }: Pick<PreparedRequest, "path" | "headers" | "body">,
  deadline: Date,
  events: CallEvents,
): Promise<EndedCall> {
  return new Promise((resolve) => {
    const metadata = new Metadata();
    for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
    let head: EndedCall["head"] = null;
    let message: Buffer | null = null;
    const unary = client.makeUnaryRequest(
      path,
      asIs,
      asIs,
      body ?? Buffer.alloc(0),
      metadata,
      { deadline },
      (_, answer) => {
        message = answer ?? null;
      },
    );
    events.cancel = () => unary.cancel();
    unary.on("metadata", (initial) => {
      head = joinMetadata(initial);
      events.onFirstByte();
    });
    unary.on("status", (status) => resolve({ status, head, message }));
  });
}

export function joinMetadata(
  metadata: Pick<StatusObject["metadata"], "toHttp2Headers">,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata.toHttp2Headers()).map(([name, value]) => [
      name,
      [value].flat().join(", "),
    ]),
  );
}
