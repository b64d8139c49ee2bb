/** The endurance stage against servers in processes of their own, whose memory is the real one. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { GateOutcome } from "../../src/run/options";
import { checkOf, gate } from "../support/run-gate";

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill();
});

async function endure(leakMb: number, monitor = "prometheus: /metrics"): Promise<GateOutcome> {
  const child = fork(join(__dirname, "servers", "leaking-server.cjs"), {
    env: { ...process.env, LEAK_MB: String(leakMb) },
  });
  children.push(child);
  const [port] = (await once(child, "message")) as [number];
  return gate(`
endpoint:
  url: "http://127.0.0.1:${port}"
  protocol: http
  request: { path: /predict, body: { x: "{{x}}" } }
  response: $.y
data: { file: "${join(__dirname, "../fixtures/data/numbers.csv")}", features: [x] }
system: off
load:
  endurance: { rate: 20/s, for: 32s, max_drift: 1000%, memory: { limit: 4GiB, within: 1h } }
  monitor: { ${monitor} }
`);
}

test("a server that leaks fails, one that does not passes, and one that tells nothing is an error", async () => {
  const [leaking, steady, silent] = await Promise.all([
    endure(4),
    endure(0),
    endure(0, "json: /nothing, memory: $.rss"),
  ]);
  expect(checkOf(leaking, "load/endurance/memory")).toMatchObject({
    verdict: "fail",
    unit: "bytes",
  });
  expect(checkOf(steady, "load/endurance/memory").verdict).toBe("pass");
  expect(checkOf(silent, "load/endurance/memory")).toMatchObject({
    verdict: "error",
    message: expect.stringContaining("holds none of the measures"),
  });
  const series = leaking.result.suites.flatMap((suite) => suite.series);
  const memory = series.find(({ id }) => id === "load/endurance/server-memory");
  expect(memory?.y.unit).toBe("bytes");
  expect(memory?.lines[0]?.points.length).toBeGreaterThan(25);
  expect(leaking.exitStatus).toBe(1);
});
