// npm run test:browser:install: looks for the browser, which has to be there, and installs the versions
// of Mermaid that the test draws with.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

try {
  execFileSync(process.execPath, [here("find-browser.cjs")], { stdio: "inherit" });
} catch {
  process.exit(1);
}
execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
  cwd: here("."),
  stdio: "inherit",
  // On Windows npm is a script, which only a shell starts.
  shell: process.platform === "win32",
});
