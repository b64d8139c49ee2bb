import type { VolumeConfig } from "../../src/config/types";
import type { Row } from "../../src/data/types";
import { InfergateError } from "../../src/errors";
import type { HttpAnswer } from "../../src/http/types";
import type { ModelBinding } from "../../src/protocols/types";
import { doubling } from "./harness";
import { closeThreads, runStages, startThread } from "./stage-harness";

afterEach(closeThreads);

/** Batches of numbers, each doubled; texts, of which the length is told. */
const batches = (kind: "rows" | "text", maxBatch = Number.POSITIVE_INFINITY) =>
  ({
    ...doubling,
    maxBatch: kind === "rows" ? maxBatch : 1,
    encode: (rows: readonly Row[]) => ({
      method: "POST" as const,
      path: "/batch",
      headers: { "content-type": "application/json" },
      body: Buffer.from(
        JSON.stringify(kind === "rows" ? { xs: rows.map(({ x }) => x) } : { text: rows[0]?.text }),
      ),
    }),
    decode(answer: HttpAnswer, rows: number) {
      if (answer.status !== 200)
        throw new InfergateError("answer/status", `status ${answer.status}`);
      const { ys } = JSON.parse(answer.body.toString()) as { ys: number[] };
      if (ys.length !== rows) throw new InfergateError("answer/row-count", `${ys.length} answers`);
      return ys.map((value) => ({ outputs: [{ name: "y", value }] }));
    },
    answerId: () => null,
  }) as unknown as ModelBinding;

const VOLUME: VolumeConfig = {
  sizes: [1, 2, 4, 8, 16, 32, 64],
  grows: "rows",
  each: 30,
  maxExponent: 1.15,
  correct: 0.99,
};

const volume = (server: { url: string }, given: Partial<VolumeConfig> = {}, options = {}) =>
  runStages(
    server,
    { volume: { ...VOLUME, ...given } },
    { model: batches("rows"), timeoutMs: 2000, ...options },
  );

describe("the cost of a batch", () => {
  test("that grows with its rows passes, and its exponent is 1", async () => {
    const server = await startThread("batch-server.cjs", { fixedMs: 5, rowMs: 1 });
    const { check, series, result } = await volume(server, {}, { timeoutMs: 5000 });
    const { verdict, observed, message, n } = check("exponent");
    expect({ verdict, n, message }).toMatchObject({ verdict: "pass", n: 210 });
    expect(Math.abs((observed as number) - 1)).toBeLessThan(0.15);
    expect(check("largest")).toMatchObject({ verdict: "pass", limit: 64, observed: 2048 });
    expect(check("correct")).toMatchObject({ verdict: "pass", observed: 1 });
    expect(result.verdict).toBe("pass");
    expect(series("time").lines.map(({ name, style }) => [name, style])).toEqual([
      ["measured", "points"],
      [expect.stringMatching(/^fitted, exponent [01]\.\d+$/), undefined],
      ["limit, exponent 1.15", "limit"],
    ]);
  });

  test("that grows with the square of its rows fails", async () => {
    const server = await startThread("batch-server.cjs", { fixedMs: 2, rowMs: 0.02, exponent: 2 });
    const { check } = await volume(server);
    expect(check("exponent").verdict).toBe("fail");
    // How near it comes to 2 is for the simulation to show: a busy machine's times are not its own.
    expect(check("exponent").observed).toBeGreaterThan(1.5);
    expect(check("exponent").message).toMatch(/the time grows as .* \+ c·s\^\d/);
  });

  test("that is fixed passes by its growth at the top", async () => {
    const server = await startThread("batch-server.cjs", { fixedMs: 10, rowMs: 0.01 });
    const { check } = await volume(server);
    expect(check("exponent").verdict).toBe("pass");
    expect(check("exponent").message).toContain("nearly all of it is a fixed cost");
  });

  test("of a text that is repeated is judged alike, and its answers are not compared", async () => {
    const server = await startThread("batch-server.cjs", { rowMs: 0.02, exponent: 2 });
    const { check } = await volume(
      server,
      { sizes: [1, 2, 4, 8, 16, 32, 64] },
      { model: batches("text"), rows: [{ text: "word" }] },
    );
    expect(check("exponent").verdict).toBe("fail");
    expect(check("exponent").message).toContain("for 64 repetitions of the text)");
    expect(check("largest").message).toContain("repetitions of the text are accepted");
    expect(check("correct").verdict).toBe("skipped");
  });
});

describe("the largest batch", () => {
  test("that is asked for must be accepted", async () => {
    const { check } = await volume(await startThread("batch-server.cjs", { mostRows: 20 }));
    expect(check("largest")).toMatchObject({ verdict: "fail", observed: 16, limit: 64 });
    expect(check("largest").message).toContain("16 rows are accepted, 32 are not: status 413");
    expect(check("exponent").message).toContain("for 16 rows)");
  });

  test("is looked for past the sizes asked for, where a refusal is no fault", async () => {
    const { check } = await volume(await startThread("batch-server.cjs", { mostRows: 300 }));
    expect(check("largest")).toMatchObject({ verdict: "pass", observed: 256, limit: 64 });
    expect(check("largest").message).toBe("256 rows are accepted, 512 are not: status 413");
  });

  test.each([403, 401])(
    "may be refused with %d by what stands before the endpoint",
    async (past) => {
      const server = await startThread("batch-server.cjs", { mostRows: 300, past });
      const { check } = await volume(server);
      expect(check("largest")).toMatchObject({ verdict: "pass", observed: 256, limit: 64 });
      expect(check("largest").message).toBe(`256 rows are accepted, 512 are not: status ${past}`);
    },
  );

  test("must not be the last request that is answered", async () => {
    const behaviour = { mostRows: 300, past: "nothing", diesOf: true };
    const { check } = await volume(await startThread("batch-server.cjs", behaviour));
    expect(check("largest").verdict).toBe("fail");
    expect(check("largest").message).toMatch(
      /512 are not: .*no answer within 2 s; afterwards not even 1 is:/,
    );
  });

  test("may be one that the endpoint itself says", async () => {
    const server = await startThread("batch-server.cjs", { mostRows: 32 });
    const { check } = await volume(server, {}, { model: batches("rows", 32) });
    expect(check("largest")).toMatchObject({ verdict: "pass", observed: 32, limit: 32 });
    expect(check("largest").message).toContain("it says that it takes at most 32");
  });
});

test("an endpoint that says that it takes none of the sizes fails", async () => {
  const model = batches("rows", 32);
  const sizes = [64, 256, 1024, 4096];
  const { check } = await volume(await startThread("batch-server.cjs"), { sizes }, { model });
  expect(check("largest")).toMatchObject({
    verdict: "fail",
    message: "it says that it takes at most 32 rows, and the smallest size asked for is 64",
  });
});

test("rows that are answered otherwise in a batch than alone fail", async () => {
  const { check } = await volume(await startThread("batch-server.cjs", { swapAt: 8 }));
  expect(check("correct").verdict).toBe("fail");
  expect(check("correct").message).toMatch(/first: row 1 of 8: output "y": \d+ instead of \d+/);
  expect(check("correct").evidence[0]?.request).toContain("POST /batch");
});

test("where nothing grows it is skipped, with the reason", async () => {
  const { result } = await volume(
    await startThread("batch-server.cjs"),
    {},
    { model: batches("text"), rows: [{ text: "word", other: 1 }] },
  );
  expect(result.checks.map(({ verdict }) => verdict)).toEqual(["skipped", "skipped", "skipped"]);
  expect(result.checks[0]?.message).toContain("takes one row a request");
});

test("interrupted, every check says so", async () => {
  const server = await startThread("batch-server.cjs", { fixedMs: 20 });
  const { result } = await volume(server, {}, { signal: AbortSignal.timeout(1_500) });
  expect(result.checks.map(({ verdict, message }) => [verdict, message])).toEqual(
    Array(3).fill(["error", "not judged: interrupted"]),
  );
});
