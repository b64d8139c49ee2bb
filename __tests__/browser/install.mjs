// npm run test:browser:install: the versions of Mermaid that the test draws with. The browser has to be
// there: it is looked for, and where there is none this says what to do.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import findBrowser from "./find-browser.cjs";

const here = fileURLToPath(new URL(".", import.meta.url));

try {
  console.log(`browser: ${findBrowser.findBrowser()}`);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
  cwd: here,
  stdio: "inherit",
  // On Windows npm is a script, which only a shell starts.
  shell: process.platform === "win32",
});
