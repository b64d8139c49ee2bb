import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SUMMARY_LIMIT_BYTES, writeSummary } from "../../src/github/summary";
import { renderSummary } from "../../src/report/render-summary";
import { recordingLog } from "../support/recording-log";
import { RESULTS } from "../support/results";

const folder = mkdtempSync(join(tmpdir(), "infergate-summary-"));
const file = join(folder, "summary.md");
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => writeFileSync(file, ""));

async function write(render: (bytes: number) => string, to: string | undefined = file) {
  const { log, lines } = recordingLog();
  await writeSummary(to, render, log);
  return lines;
}

describe("writeSummary", () => {
  test("appends to what stands there", async () => {
    writeFileSync(file, "# Tests\n");
    expect(await write(() => "# Gate")).toEqual([]);
    expect(readFileSync(file, "utf8")).toBe("# Tests\n\n# Gate\n");
  });

  test("fills the file up to GitHub's limit and not a byte further", async () => {
    writeFileSync(file, "é".repeat(1000));
    expect(await write((bytes) => "x".repeat(bytes))).toEqual([]);
    expect(statSync(file).size).toBe(SUMMARY_LIMIT_BYTES);
  });

  test("leaves a full file as it is, with a notice", async () => {
    const full = "x".repeat(SUMMARY_LIMIT_BYTES - 10);
    writeFileSync(file, full);
    const result = RESULTS.blocked;
    if (!result) throw new Error("no such result");
    const lines = await write((budget) => renderSummary(result, { budget }));
    expect(lines).toEqual(["notice: No job summary: the summary of this step is full"]);
    expect(readFileSync(file, "utf8")).toBe(full);
  });

  test("creates the file", async () => {
    const fresh = join(folder, "fresh.md");
    expect(await write(() => "# Gate", fresh)).toEqual([]);
    expect(readFileSync(fresh, "utf8")).toBe("\n# Gate\n");
  });

  test("a file that cannot be written is a notice", async () => {
    const lines = await write(() => "# Gate", join(folder, "missing", "summary.md"));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^notice: No job summary: ENOENT/);
  });

  test.each([undefined, ""])(
    "without GITHUB_STEP_SUMMARY (%j) there is nothing to do",
    async (to) => {
      const { log, lines } = recordingLog();
      await writeSummary(to, () => "# Gate", log);
      expect(lines).toEqual([]);
    },
  );
});
