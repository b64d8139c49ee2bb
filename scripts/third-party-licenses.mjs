// The licence text of every package that ends up in a bundle, from the bundler's own list of inputs.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

export async function thirdPartyLicenses(root, metafile) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const match = PACKAGE.exec(input);
    if (match) folders.add(match[1]);
  }
  const parts = [];
  for (const folder of [...folders].sort()) parts.push(await describe(join(root, folder)));
  return `Licences of the packages bundled in this folder.\n\n${parts.join("\n")}`;
}

async function describe(folder) {
  const { name, version, license } = JSON.parse(
    await readFile(join(folder, "package.json"), "utf8"),
  );
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file
    ? (await readFile(join(folder, file), "utf8")).replace(/\r\n/g, "\n").trim()
    : "(no licence file in the package)";
  return `${"-".repeat(72)}\n${name} ${version} (${license})\n\n${text}\n`;
}
