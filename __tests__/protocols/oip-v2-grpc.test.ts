import { testConformance } from "./conformance";
import { penguins } from "./servers/grpc-penguins";
import { serveGrpc } from "./servers/grpc-service";

describe.each([
  ["typed contents", "", false],
  ["raw contents", "tensors: binary", false],
  ["typed contents, answered raw", "", true],
])("oip-v2 over gRPC, %s", (_, config, raw) => {
  testConformance({
    protocol: "oip-v2",
    start: ({ ready }) => serveGrpc(penguins({ ready, raw })),
    config,
    evidence: /the URL begins with grpc:\/\/\nServerMetadata answers small 1/,
    version: "3",
    skipped: ["malformed-json", "wrong-content-type"],
    notReady: "ready",
  });
});
