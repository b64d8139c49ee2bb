import { bind } from "../../../src/protocols/oip-v2/grpc/bind";
import { loadCodec } from "../../../src/protocols/oip-v2/grpc/codec";
import type { ConnectOptions } from "../../../src/protocols/types";
import type { Asked } from "../../../src/suites/ask";
import { attributeByName } from "../../../src/suites/canary/traffic/attribute-answer";
import { encode } from "../../protocols/servers/grpc-service";

test("the side that an answer names is found in a message as in JSON", async () => {
  const options = { tensors: "json", features: null, evidence: [] } as unknown as ConnectOptions;
  const model = bind(await loadCodec(), "m", null, options);
  const how = { kind: "json", path: "$.model_version", candidate: "2", baseline: "1" } as const;
  const sideOf = attributeByName(how, model);
  const side = (model_version: string) => {
    const body = encode("ModelInferResponse", { model_name: "m", model_version });
    const answer = { status: 200, headers: {}, body, firstByteMs: 1, durationMs: 1 };
    return sideOf({ exchange: { ok: true, answer } } as unknown as Asked, {});
  };
  expect(["1", "2", "3"].map(side)).toEqual(["baseline", "candidate", null]);
});
