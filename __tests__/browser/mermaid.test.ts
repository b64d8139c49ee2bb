import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { renderSummary } from "../../src/report/render-summary";
import type { GateResult } from "../../src/verdict/result";
import { hostileText, withText } from "../support/hostile-text";
import { openBrowser, openPage } from "./open-browser";
import { REPORTS } from "./write-report";

interface Mermaid {
  initialize(options: object): void;
  parse(text: string): Promise<unknown>;
  render(id: string, text: string): Promise<{ svg: string }>;
}

declare const mermaid: Mermaid;

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser?.close());

/** The charts of a summary as Mermaid gets them. */
function chartsOf(result: GateResult): string[] {
  return [...renderSummary(result).matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].map(
    ([, text = ""]) => text,
  );
}

async function openMermaid(version: string): Promise<Page> {
  const { page } = await openPage(browser);
  const file = join(__dirname, "node_modules", `mermaid-${version}`, "dist", "mermaid.min.js");
  await page.addScriptTag({ content: readFileSync(file, "utf8") });
  await page.evaluate(() => mermaid.initialize({ startOnLoad: false }));
  return page;
}

describe.each(["oldest", "newest"])("the %s Mermaid", (version) => {
  test("draws each chart, every line in the colour that the legend names", async () => {
    const page = await openMermaid(version);
    const charts = chartsOf(REPORTS["full of charts"] as GateResult);
    expect(charts.length).toBe(9);
    for (const [index, text] of charts.entries()) {
      const colours = await page.evaluate(
        async ([id, chart]) => {
          const { svg } = await mermaid.render(`chart${id}`, chart as string);
          const drawn = new DOMParser().parseFromString(svg, "text/html");
          return [...drawn.querySelectorAll(".plot > g > *")].map(
            (shape) => shape.getAttribute(shape.tagName === "rect" ? "fill" : "stroke") ?? "",
          );
        },
        [index, text] as const,
      );
      const palette = /"plotColorPalette":"([^"]+)"/.exec(text)?.[1]?.split(", ");
      expect([...new Set(colours)]).toEqual(palette);
    }
  });

  test("parses the charts of a summary whatever text is in it", async () => {
    const page = await openMermaid(version);
    const texts = fc.sample(hostileText, { numRuns: 60, seed: 5 });
    const charts = texts.flatMap((text) => chartsOf(withText(REPORTS.blocked as GateResult, text)));
    expect(charts.length).toBeGreaterThan(150);
    const refused = await page.evaluate(async (all) => {
      const bad: string[] = [];
      for (const chart of all) {
        await mermaid.parse(chart).catch((error) => bad.push(`${chart}\n${error}`));
      }
      return bad;
    }, charts);
    expect(refused).toEqual([]);
  });

  test("refuses what is no chart, so that the test can fail", async () => {
    const page = await openMermaid(version);
    const [chart = ""] = chartsOf(REPORTS.blocked as GateResult);
    const parses = (text: string) =>
      page.evaluate(
        (it) =>
          mermaid.parse(it).then(
            () => true,
            () => false,
          ),
        text,
      );
    expect(await parses(chart)).toBe(true);
    expect(await parses(chart.replace("[", '["'))).toBe(false);
  });
});
