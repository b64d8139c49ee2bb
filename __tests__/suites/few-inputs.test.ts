import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { stickyShare } from "../../src/suites/assignment/sticky-share";
import { checkOf, gate } from "../support/run-gate";
import { useServersAndRows } from "./canary/servers-and-rows";

const { file, serve } = useServersAndRows("user,a,b,y", (i) => `user${i % 12},${i},1,${i + 2}`);

const run = async (data: string, suite: string) =>
  gate(`
endpoint: { url: "${await serve()}", protocol: oip-v2, model: m }
baseline: { url: "${await serve()}" }
data: { file: "${data}", features: [a, b], label: y }
system: off
load: off
shadow: off
${suite}
`);

/** A few rows, to be sent again and again. */
async function threeRows(): Promise<string> {
  const path = join(dirname(file()), "three.csv");
  await writeFile(path, "user,a,b,y\nu,1,1,3\nv,2,1,4\nw,3,1,5\n");
  return path;
}

test("a canary does not pass by three inputs sent again and again", async () => {
  const outcome = await run(await threeRows(), "canary: { steps: [50%], each: 800 }");
  const stage = checkOf(outcome, "canary/stage-1");
  expect(stage.verdict).toBe("inconclusive");
  expect(stage.message).toMatch(/that is no traffic to judge by: at least 10 distinct inputs/);
  expect(outcome.exitStatus).toBe(1);
});

test("nor by all the requests of a few users", async () => {
  const users = Array.from({ length: 12 }, (_, i) => `user${i}`);
  const ours = users.filter((user) => stickyShare(user, "infergate:user") < 0.5).length;
  expect(ours).toBeLessThan(10);
  const outcome = await run(file(), "canary: { steps: [50%], each: 1600, key: user }");
  const stage = checkOf(outcome, "canary/stage-1");
  expect(stage.verdict).toBe("inconclusive");
  expect(stage.message).toContain(
    `the canary's requests are of ${ours} values of user, which is no traffic to judge by`,
  );
  expect(outcome.exitStatus).toBe(1);
});

test("nor does an A/B test pass by three inputs", async () => {
  const outcome = await run(
    await threeRows(),
    "ab: { requests: 800, metric: accuracy, non_inferiority: 2% }",
  );
  const check = checkOf(outcome, "ab/accuracy");
  expect(check.verdict).toBe("inconclusive");
  expect(check.message).toMatch(/that is no traffic to judge by/);
  expect(check.hint).toMatch(/Each input was sent about 267 times/);
  expect(outcome.exitStatus).toBe(1);
});
