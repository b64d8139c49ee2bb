/**
 * What keeps a header from being sent as metadata, null where nothing does. Never quotes the value, which
 * may be a secret. Grammar: grpc/grpc `doc/PROTOCOL-HTTP2.md`, "Custom-Metadata".
 */
export function findMetadataFault(name: string, value: string): string | null {
  if (!/^[0-9a-z_.-]+$/.test(name))
    return `${JSON.stringify(name.slice(0, 60))} is no metadata key`;
  if (name.endsWith("-bin")) return `${name} would have to be binary, since it ends in -bin`;
  if (name.startsWith("grpc-")) return `${name} is a key that gRPC keeps for itself`;
  return /^[ -~]*$/.test(value) ? null : `the value of ${name} holds a character beyond ASCII`;
}
