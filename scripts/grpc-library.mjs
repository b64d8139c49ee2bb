// The libraries that only gRPC needs, bundled by themselves and loaded by whoever speaks it.
import { resolve } from "node:path";

/** By the name of its bundle, which stands beside those that load it. */
export const GRPC_LIBRARY = { grpc: "src/http/grpc/library.ts" };

/** grpc-js asks for it only to serve statistics of its own (channelz, ORCA). */
export const GRPC_EXTERNAL = ["@grpc/proto-loader"];

/** The esbuild plugin: where the library is imported dynamically, its bundle is loaded. */
export function loadGrpcLazily(root) {
  const [[bundle, file]] = Object.entries(GRPC_LIBRARY);
  const path = resolve(root, file).replace(/\.ts$/, "");
  return {
    name: "load-grpc-lazily",
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ kind, path: asked, resolveDir }) =>
        kind === "dynamic-import" && resolve(resolveDir, asked) === path
          ? { path: `./${bundle}.cjs`, external: true }
          : undefined,
      );
    },
  };
}
