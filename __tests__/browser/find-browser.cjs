const { existsSync } = require("node:fs");

/** Where Chromium or Chrome lies on Debian, Ubuntu, Fedora, macOS and Windows. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The browser that is there already: none is downloaded. */
function findBrowser(env = process.env) {
  const named = env.CHROME_PATH;
  if (named && !existsSync(named)) {
    throw new Error(`There is no browser at ${named}, which CHROME_PATH names.`);
  }
  const found = named || PLACES.find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error(
      "No Chromium was found. Install it (Debian: apt-get install chromium), or set CHROME_PATH.",
    );
  }
  return found;
}

module.exports = { findBrowser };

// As a command: prints it, or says what to do.
if (require.main === module) {
  try {
    console.log(findBrowser());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
