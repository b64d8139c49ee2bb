import { REPORT_FILES } from "../../src/report/files";
import { renderTerminal } from "../../src/report/render-terminal";
import { goldenFile } from "../support/golden-file";
import { RESULTS } from "../support/results";

describe.each(Object.entries(RESULTS))("the report of a run that is %s", (name, result) => {
  test.each(Object.entries(REPORT_FILES))("%s reads as kept", (file, render) => {
    const text = render(result);
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
