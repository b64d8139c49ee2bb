import type * as Library from "./library";

export type GrpcLibrary = typeof Library;

/** Loaded when the first endpoint speaks gRPC (`scripts/build.mjs` makes it a file of its own). */
export function loadGrpcLibrary(): Promise<GrpcLibrary> {
  return import("./library");
}
