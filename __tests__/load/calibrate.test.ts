import { calibrate } from "../../src/load/calibration/calibrate";

const request = (bytes: number) => ({
  origin: "http://model.test",
  path: "/infer",
  method: "POST" as const,
  headers: { "content-type": "application/json" },
  body: Buffer.alloc(bytes, "x"),
});

test("tells what this machine can send, in less than a second and a bit", async () => {
  const startedAt = performance.now();
  const { signal } = new AbortController();
  const perSecond = await calibrate({
    requests: [request(80)],
    inFlight: 64,
    answerBytes: 60,
    signal,
  });
  // Some tens of thousands where the machine does nothing else.
  expect(perSecond).toBeGreaterThan(200);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});

test("goes by the longest request, which costs more", async () => {
  const { signal } = new AbortController();
  const small = await calibrate({ requests: [request(80)], inFlight: 64, answerBytes: 60, signal });
  const large = await calibrate({
    requests: [request(80), request(2_000_000)],
    inFlight: 64,
    answerBytes: 60,
    signal,
  });
  expect(large).toBeLessThan((small as number) / 2);
});

test("says nothing where it is interrupted", async () => {
  const signal = AbortSignal.abort();
  expect(
    await calibrate({ requests: [request(80)], inFlight: 64, answerBytes: 60, signal }),
  ).toBeNull();
});
