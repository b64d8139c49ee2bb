import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { type DemoServers, startDemoServers } from "../../src/demo/start";
import { InfergateError } from "../../src/errors";
import { ask, firstMixUp, HELD_OUT, inferRows, tensor } from "./model-server";

const outdir = mkdtempSync(join(tmpdir(), "demo-server-"));
const workerFile = join(outdir, "demo-server.cjs");

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, "..", "..", "src", "demo", "worker.ts")],
    outfile: workerFile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
  });
});
afterAll(() => rmSync(outdir, { recursive: true }));

async function withDemo(
  kind: "good" | "broken" | "slow",
  visit: (servers: DemoServers) => Promise<void>,
): Promise<void> {
  const servers = await startDemoServers(kind, { workerFile });
  try {
    await visit(servers);
  } finally {
    await servers.close();
  }
}

const rows = HELD_OUT.map(({ features }) => features);

async function labels({ url }: { url: string }): Promise<string[]> {
  return (await inferRows(url, rows)).body.outputs[0].data;
}

test.each(["good", "slow"] as const)("%s: both versions label alike", async (kind) => {
  await withDemo(kind, async ({ baseline, candidate }) => {
    expect(await labels(candidate)).toEqual(await labels(baseline));
    const versions = await Promise.all(
      [baseline, candidate].map(async ({ url }) => (await ask(`${url}/v2/models/penguins`)).body),
    );
    expect(versions.map((metadata) => metadata.versions)).toEqual([["2"], ["3"]]);
  });
});

test("broken: the candidate shows all three faults, the baseline none", async () => {
  await withDemo("broken", async ({ baseline, candidate }) => {
    const [sound, faulty] = [await labels(baseline), await labels(candidate)];
    const right = (given: string[]) => HELD_OUT.filter((row, i) => row.species === given[i]).length;
    expect(right(sound) / rows.length).toBeGreaterThanOrEqual(0.96);
    expect(right(faulty) / rows.length).toBeLessThan(0.95);

    const bad = JSON.stringify({ inputs: [{ ...tensor([]), shape: [1, 4] }] });
    const init = { method: "POST", headers: { "content-type": "application/json" }, body: bad };
    const errors = await Promise.all(
      [baseline, candidate].map(async ({ url }) => {
        const { body } = await ask(`${url}/v2/models/penguins/infer`, init);
        return body.error.startsWith("Traceback");
      }),
    );
    expect(errors).toEqual([false, true]);

    const sizes = async (url: string) => {
      const answers = await Promise.all([1, 2].map((n) => inferRows(url, rows.slice(0, n))));
      return answers.map(({ body }) => body.outputs[0].shape[0]);
    };
    expect(await sizes(baseline.url)).toEqual([1, 2]);
    const mixed = await firstMixUp(async () => {
      const seen = await sizes(candidate.url);
      return seen[0] === 1 ? null : seen;
    });
    expect(mixed).toEqual([2, 1]);
  });
});

test("closed servers are gone, and closing twice is no error", async () => {
  const servers = await startDemoServers("good", { workerFile });
  await servers.close();
  await servers.close();
  for (const { url } of [servers.baseline, servers.candidate]) {
    await expect(fetch(`${url}/v2`)).rejects.toThrow();
  }
});

test("a server that cannot start is said, with what to do", async () => {
  const start = startDemoServers("good", { workerFile: join(outdir, "absent.cjs") });
  await expect(start).rejects.toThrow(InfergateError);
  await expect(start).rejects.toMatchObject({
    code: "internal/demo-server",
    message: expect.stringContaining("did not start"),
    hint: expect.stringContaining("demo-server.cjs"),
  });
});
