/**
 * The codes of a gRPC status, by number, with the HTTP status that each is mapped to
 * (googleapis/googleapis `google/rpc/code.proto`).
 */
const CODES: readonly [name: string, httpStatus: number][] = [
  ["OK", 200],
  ["CANCELLED", 499],
  ["UNKNOWN", 500],
  ["INVALID_ARGUMENT", 400],
  ["DEADLINE_EXCEEDED", 504],
  ["NOT_FOUND", 404],
  ["ALREADY_EXISTS", 409],
  ["PERMISSION_DENIED", 403],
  ["RESOURCE_EXHAUSTED", 429],
  ["FAILED_PRECONDITION", 400],
  ["ABORTED", 409],
  ["OUT_OF_RANGE", 400],
  ["UNIMPLEMENTED", 501],
  ["INTERNAL", 500],
  ["UNAVAILABLE", 503],
  ["DATA_LOSS", 500],
  ["UNAUTHENTICATED", 401],
];

/** Numbers beyond the list mean UNKNOWN (grpc/grpc `doc/statuscodes.md`). */
export function readCode(code: number): { name: string; httpStatus: number } {
  const [name, httpStatus] = CODES[code] ?? ["UNKNOWN", 500];
  return { name, httpStatus };
}
