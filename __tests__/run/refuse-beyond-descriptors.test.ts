import { DEFAULT_PERFORMANCE } from "../../src/config/defaults";
import type { LoadConfig } from "../../src/config/types";
import { refuseBeyondDescriptors } from "../../src/run/refuse-beyond-descriptors";

const asking = (maxInFlight: number, http: LoadConfig["http"] = "1.1"): LoadConfig => ({
  performance: { ...DEFAULT_PERFORMANCE, maxInFlight },
  endurance: null,
  stress: null,
  scalability: null,
  volume: null,
  tolerance: { rel: 0, abs: 0 },
  monitor: null,
  workers: null,
  http,
});

test("more requests in flight than this process may open files is a wrong setting", () => {
  expect(() => refuseBeyondDescriptors(asking(1000), 1024)).toThrow(
    expect.objectContaining({
      code: "config/impossible-value",
      message:
        "load.performance.max_in_flight: 1000 requests in flight take as many connections, and this process may open 896 (1024 files, less what else it has open)",
      hint: "Set load.performance.max_in_flight to 896 or less, or raise the limit on open files: ulimit -n 1128.",
    }),
  );
});

test("users are connections, too, and so is what a step up may have in flight", () => {
  const scalability: LoadConfig["scalability"] = {
    users: [1, 2, 1000],
    eachMs: 1000,
    thinkMs: 0,
    minEfficiency: null,
    correct: 0.99,
    elasticity: null,
  };
  const load = { ...asking(1), scalability };
  expect(() => refuseBeyondDescriptors(load, 1024)).toThrow(/^load\.scalability\.users: 1000/);
});

test("as many as it may open are fine, and of HTTP/2 any number", () => {
  refuseBeyondDescriptors(asking(896), 1024);
  refuseBeyondDescriptors(asking(10_000, "2"), 1024);
  refuseBeyondDescriptors(asking(10_000), null);
});

test("this machine's own limit is known, or it does not tell", () => {
  refuseBeyondDescriptors(asking(1));
});
