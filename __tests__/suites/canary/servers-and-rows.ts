import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Fault, refuse, startV2Server } from "../../support/small-v2-server";

export const isInfer = (path: string) => path.endsWith("/infer");

export const failEvery =
  (nth: number, status = 500): Fault =>
  ({ path, count }) =>
    isInfer(path) && count % nth === 0 ? refuse("out of memory", status) : null;

export interface Stand {
  /** Of 400 rows. */
  file(): string;
  serve(fault?: Fault): Promise<string>;
  /** Closed when the test is over. */
  running: { close(): Promise<void> }[];
}

/** Rows for all tests of a file, and servers that end with the test that started them. */
export function useServersAndRows(header: string, line: (i: number) => string): Stand {
  let folder: string;
  const running: Stand["running"] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "infergate-canary-"));
    const lines = Array.from({ length: 400 }, (_, i) => line(i));
    await writeFile(join(folder, "rows.csv"), `${header}\n${lines.join("\n")}\n`);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.close()));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return {
    file: () => join(folder, "rows.csv"),
    running,
    async serve(fault) {
      const server = await startV2Server(fault);
      running.push(server);
      return server.url;
    },
  };
}
