// The licence text of every package that ends up in a bundle, from the bundler's own list of inputs.
// CommonJS, so that jest can ask for it too.
const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** `inputs`: paths below the root, with forward slashes, as the bundler lists them. */
function thirdPartyLicenses(root, inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const match = PACKAGE.exec(input);
    if (match) folders.add(match[1]);
  }
  return [...folders].sort().map((folder) => describe(join(root, folder)));
}

function describe(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file
    ? readFileSync(join(folder, file), "utf8").replace(/\r\n/g, "\n").trim()
    : "(no licence file in the package)";
  return `${name} ${version} (${license})\n\n${text}\n`;
}

module.exports = { thirdPartyLicenses };
