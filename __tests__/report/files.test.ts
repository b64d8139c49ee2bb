import { escapeXml } from "../../src/report/escape-xml";
import { REPORT_FILES } from "../../src/report/files";
import * as assets from "../../src/report/html/page-assets";
import { renderTerminal } from "../../src/report/render-terminal";
import { goldenFile } from "../support/golden-file";
import { RESULTS } from "../support/results";

/** What the build makes of the page's script and style is nothing to be read in a diff. */
function withoutBundle(text: string): string {
  const { script, style, scriptHash, styleHash, licence } = assets;
  const bundled = [script, style, scriptHash, styleHash, escapeXml(licence)];
  return bundled.reduce((rest, part) => rest.replace(part, () => "…"), text);
}

describe.each(Object.entries(RESULTS))("the report of a run that is %s", (name, result) => {
  test.each(Object.entries(REPORT_FILES))("%s reads as kept", (file, render) => {
    const text = withoutBundle(render(result));
    expect(text).toBe(goldenFile(`results/${name}/${file}`, text));
  });

  test("terminal output reads as kept", () => {
    const text = renderTerminal(result, {
      colour: false,
      columns: 80,
      files: ["infergate-report/summary.md"],
    });
    expect(text).toBe(goldenFile(`results/${name}/terminal.txt`, text));
  });
});
