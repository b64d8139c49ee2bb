import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GateResult } from "../../src/verdict/result";

/** What one run of the gate over real software found. Nothing in it depends on the day or the machine. */
export interface ServerRecord {
  /** The software and its version as the running software tells it. */
  server: string;
  version: string;
  protocol: string;
  /** There where it was asked over gRPC. */
  grpc?: true;
  /** What the user has to write beside the URL. */
  config: string;
  evidence: string[];
  passed: string[];
  failed: { id: string; message: string; deviation: string | null }[];
  skipped: string[];
}

type Records = Record<string, ServerRecord>;

const FILE = join(__dirname, "results.json");

export function recordOf(
  { endpoint, suites }: GateResult,
  about: Pick<ServerRecord, "server" | "version" | "grpc" | "config">,
  deviations: Readonly<Record<string, string>>,
  port: number,
): ServerRecord {
  const checks = suites.flatMap((suite) => suite.checks);
  const idsOf = (verdict: string) =>
    checks.filter((check) => check.verdict === verdict).map(({ id }) => id);
  return {
    ...about,
    protocol: endpoint?.protocol ?? "",
    evidence: (endpoint?.evidence ?? []).map((text) => text.replaceAll(`:${port}`, ":PORT")),
    passed: idsOf("pass"),
    failed: checks
      .filter(({ verdict }) => verdict !== "pass" && verdict !== "skipped")
      .map(({ id, message }) => ({ id, message, deviation: deviations[id] ?? null })),
    skipped: idsOf("skipped"),
  };
}

/** Compares with the committed record, or writes it: `INFERGATE_RECORD=1 npm run test:servers`. */
export function keepRecord(name: string, record: ServerRecord): void {
  const records = JSON.parse(readFileSync(FILE, "utf8")) as Records;
  if (process.env.INFERGATE_RECORD !== "1") {
    expect(record).toEqual(records[name]);
    return;
  }
  const all = Object.entries({ ...records, [name]: record }).sort(([a], [b]) => (a < b ? -1 : 1));
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}
