import { readFileSync } from "node:fs";
import { Binary } from "../../src/data/binary";
import type { Cell } from "../../src/data/types";
import { checkOf, gate } from "../support/run-gate";
import { withEndpoint } from "./ask-rows";
import { type Conformance, testConformance } from "./conformance";
import { writeRows } from "./penguins";
import { serve } from "./servers/json-server";
import { scoringServer } from "./servers/mlflow";

const start: Conformance["start"] = ({ ready }) => serve(scoringServer(ready));

describe("mlflow", () => {
  testConformance({
    protocol: "mlflow",
    start,
    evidence: /GET \/ping answers an empty 200 and GET \/version 2\.17\.2/,
    version: null,
    skipped: ["metadata", "unknown-model"],
    notReady: "ready",
  });

  test.each<[string, Cell, unknown]>([
    ["a list in the only column is one cell", [1, 2, 3], [1, 2, 3]],
    [
      "a file is base64, as a binary column takes it",
      new Binary(__filename, "a.ts"),
      readFileSync(__filename, "base64"),
    ],
    ["a number is one cell", 5, 5],
  ])("%s", async (_, cell, sent) => {
    const bodies: unknown[] = [];
    await withEndpoint(
      "protocol: mlflow",
      ({ method, json }) => {
        if (method === "POST") bodies.push(json);
        return { status: 200, body: { predictions: [1, 2] } };
      },
      ({ ask }) => ask([{ x: cell }, { x: cell }]),
    );
    expect(bodies).toEqual([{ dataframe_split: { columns: ["x"], data: [[sent], [sent]] } }]);
  });

  test("a model's traceback in a 400 is a leak (mlflow#16538)", async () => {
    const server = await serve((seen) => {
      const reply = scoringServer(true)(seen);
      const stack_trace = "Traceback (most recent call last):\n";
      return reply.status === 400
        ? { ...reply, body: { ...(reply.body as object), stack_trace } }
        : reply;
    });
    const data = await writeRows();
    const outcome = await gate(
      `endpoint: { url: "${server.url}/invocations" }\ndata: { file: "${data.file}", label: species }\nload: off\n`,
    );
    await Promise.all([server.close(), data.remove()]);
    expect(outcome.result.endpoint?.protocol).toBe("mlflow");
    expect(checkOf(outcome, "system/no-leak")).toMatchObject({
      verdict: "fail",
      message: expect.stringMatching(/shows a Python traceback/),
    });
  });
});
