// Bundles what runs in the browser, src/report/html/page/, into strings that stand in report.html.
// CommonJS and synchronous: the build and jest both take it from here, so that neither can be stale.
const { createHash } = require("node:crypto");
const { buildSync } = require("esbuild");
const { thirdPartyLicenses } = require("./third-party-licenses.cjs");

const PAGE = "src/report/html/page";

/** `assets` is what src/report/html/page-assets.d.ts declares; `inputs` are the files that went in. */
function bundlePage(root) {
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: { script: `${PAGE}/main.ts`, style: `${PAGE}/style.css` },
    outdir: "page",
    bundle: true,
    format: "iife",
    // What a browser of spring 2024 knows.
    target: ["es2022", "chrome123", "firefox120", "safari17.5"],
    // Each report carries it.
    minify: true,
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  const textOf = (ending) =>
    outputFiles
      .find(({ path }) => path.endsWith(ending))
      .text.replaceAll("\r\n", "\n")
      .trim();
  const inputs = Object.keys(metafile.inputs);
  const script = textOf(".js");
  const style = textOf(".css");
  // Either would end the element early, and none can be escaped inside it.
  if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) {
    throw new Error("The page's script or style holds what ends its element.");
  }
  const licence = thirdPartyLicenses(root, inputs).join("\n");
  return {
    inputs,
    assets: { script, style, scriptHash: hashOf(script), styleHash: hashOf(style), licence },
  };
}

/** A source expression of a Content Security Policy (CSP Level 3 § 2.3.1). */
function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

module.exports = { bundlePage };
