/** `dist/cli.cjs` as several machines would run it: shards in processes of their own, then merge. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DemoServers, startDemoServers } from "../../src/demo/start";
import { poissonArrivals } from "../../src/load/arrivals/poisson-arrivals";
import { randomStream } from "../../src/stats/random";
import type { Check } from "../../src/verdict/result";
import { type CliRun, removeCliFolders, runCli } from "../support/run-cli";

const DIST = join(__dirname, "../../dist");
const SHARDS = 4;
const SEED = 7;
/** Four processes on a small machine need a while to start. */
const READY_MS = 15_000;

let servers: DemoServers;
let folder: string;
let shards: CliRun[];

const config = (url: string) => `
endpoint: { url: "${url}" }
load:
  performance: { rate: 60/s, for: 5s, slo: { p95: 2s } }
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "infergate-shards-"));
  servers = await startDemoServers("good", { workerFile: join(DIST, "demo-server.cjs") });
  const startAt = new Date(Date.now() + READY_MS).toISOString();
  shards = await Promise.all(
    Array.from({ length: SHARDS }, (_, i) =>
      runCli(
        [
          "run",
          "--seed",
          String(SEED),
          "--shard",
          `${i + 1}/${SHARDS}`,
          "--start-at",
          startAt,
          "--out",
          folder,
        ],
        { files: { "infergate.yml": config(servers.candidate.url) } },
      ),
    ),
  );
});
afterAll(async () => {
  await servers.close();
  await removeCliFolders();
  await rm(folder, { recursive: true, force: true });
});

const blobs = Array.from({ length: SHARDS }, (_, i) => `blob-${i + 1}-of-${SHARDS}.json`);

/** A folder with these blobs in it. */
async function folderOf(...names: string[]): Promise<string> {
  const some = join(folder, names.join("-").replaceAll("/", "_") || "none");
  await mkdir(some, { recursive: true });
  for (const name of names) await cp(join(folder, name), join(some, name));
  return some;
}

const checkOf = ({ result }: CliRun, id: string): Check => {
  const found = result?.suites.flatMap(({ checks }) => checks).find((check) => check.id === id);
  if (!found) throw new Error(`there is no check ${id}`);
  return found;
};

test("each shard leaves one blob, judges nothing and exits 0", async () => {
  expect(shards.map(({ status, stderr }) => [status, stderr])).toEqual(
    Array(SHARDS).fill([0, expect.anything()]),
  );
  expect((await readdir(folder)).filter((name) => name.startsWith("blob-")).sort()).toEqual(blobs);
  expect(shards[1]?.stdout).toContain("shard 2 of 4 is done");
  expect(shards.every(({ result }) => result === null)).toBe(true);
});

test("merged they are one run: every request of its schedule, once", async () => {
  const run = await runCli(["merge", await folderOf(...blobs)]);
  const scheduled = poissonArrivals(
    randomStream(SEED, "load/performance/arrivals"),
    60,
    5000,
  ).length;
  expect(run.stderr).toBe("");
  expect(checkOf(run, "load/performance/errors")).toMatchObject({ n: scheduled, observed: 0 });
  expect(run.result?.run.shards).toBe(SHARDS);
  expect(run.result?.verdict).toBe("pass");
  expect(run.result?.suites.map(({ name }) => name)).toEqual(["system", "load"]);
  // Asked unloaded, warmed up and sent by each of the shards.
  const load = run.result?.suites.find(({ name }) => name === "load");
  expect(load?.requests).toBeGreaterThan(scheduled);
  const rates = load?.series.find(({ id }) => id === "load/performance/rates");
  const sent = rates?.lines[0]?.points.reduce((sum, [, rate]) => sum + rate, 0);
  expect(sent).toBe(scheduled);
  expect(run.status).toBe(0);
});

test("a shard that is missing is an error and not a smaller load", async () => {
  const run = await runCli([
    "merge",
    await folderOf(blobs[0] as string, blobs[1] as string, blobs[3] as string),
  ]);
  expect(run.status).toBe(3);
  expect(run.result).toMatchObject({ verdict: "error" });
  expect(checkOf(run, "load/shards").message).toBe("shard 3 of 4 is missing");
});

test("a shard that is there twice is an error", async () => {
  const run = await runCli(["merge", await folderOf(...blobs), join(folder, blobs[1] as string)]);
  expect(run.status).toBe(3);
  expect(checkOf(run, "load/shards").message).toBe("shard 2 of 4 is there more than once");
});

test("a shard of another run is an error", async () => {
  const some = await folderOf(...blobs.slice(0, 3));
  const other = JSON.parse(await readFile(join(folder, blobs[3] as string), "utf8"));
  await writeFile(join(some, blobs[3] as string), JSON.stringify({ ...other, fingerprint: "x" }));
  const run = await runCli(["merge", some]);
  expect(run.status).toBe(3);
  expect(checkOf(run, "load/shards").message).toBe(
    "shard 4 of 4 had another config, seed or version than shard 1",
  );
});

test("shards that did not begin together are an error", async () => {
  const some = join(folder, "skewed");
  await mkdir(some);
  for (const name of blobs) {
    const blob = JSON.parse(await readFile(join(folder, name), "utf8"));
    if (blob.shard.index === 2) blob.load.stages[0].record.startedAtMs += 5_000;
    await writeFile(join(some, name), JSON.stringify(blob));
  }
  const run = await runCli(["merge", some]);
  expect(run.status).toBe(3);
  expect(checkOf(run, "load/performance/errors").message).toMatch(/began [45]\.\d s apart/);
});

test.each([
  ["is cut off", (text: string) => text.slice(0, -9)],
  [
    "was written by another version",
    (text: string) => text.replace(/"version":"[^"]+"/, '"version":"9.9.9"'),
  ],
  [
    "has lost some of its times",
    (text: string) => text.replace(/("ended":\{"\$array":"f64","base64":")[^"]{16}/, "$1"),
  ],
  [
    "holds checks that are none",
    (text: string) => text.replace(/"verdict":"pass"/, '"verdict":"green"'),
  ],
])("a blob that %s is told, with its name", async (_, spoil) => {
  const some = await folderOf(...blobs.slice(1));
  const text = await readFile(join(folder, blobs[0] as string), "utf8");
  await writeFile(join(some, blobs[0] as string), spoil(text));
  const run = await runCli(["merge", some]);
  expect([run.status, run.result]).toEqual([2, null]);
  expect(run.stderr).toContain(some);
});

test("nothing to merge", async () => {
  const empty = await folderOf();
  expect((await runCli(["merge", empty])).stderr).toContain(`there is no blob in ${empty}`);
  expect((await runCli(["merge"])).stderr).toContain("merge takes the blobs of all shards");
  expect((await runCli(["merge", join(empty, "no.json")])).status).toBe(2);
});

test("a shard whose endpoint is not there exits 3, and merge says so", async () => {
  const out = join(folder, "unreached");
  const run = await runCli(["run", "--url", "http://127.0.0.1:9", "--shard", "1/1", "--out", out]);
  expect(run.status).toBe(3);
  const merged = await runCli(["merge", out]);
  expect(merged.status).toBe(3);
  expect(checkOf(merged, "system/reach")).toMatchObject({ verdict: "error" });
});
