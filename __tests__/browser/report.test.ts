import type { Browser, Page } from "playwright-core";
import { groupSeries } from "../../src/report/charts/group-series";
import type { GateResult } from "../../src/verdict/result";
import { pictureOf, pixelsByLine } from "./canvas";
import { openBrowser, openPage } from "./open-browser";
import { REPORTS, writeReports } from "./write-report";

let browser: Browser;
let reports: Awaited<ReturnType<typeof writeReports>>;

beforeAll(async () => {
  browser = await openBrowser();
  reports = await writeReports();
});

afterAll(async () => {
  await browser?.close();
  await reports?.remove();
});

async function open(name: string, options: Parameters<typeof openPage>[1] = {}) {
  const opened = await openPage(browser, options);
  await opened.page.goto(reports.urls[name] as string);
  return opened;
}

function figure(page: Page, title: string) {
  return page.locator("figure").filter({ has: page.locator("figcaption", { hasText: title }) });
}

describe.each(Object.keys(REPORTS))("the report that is %s", (name) => {
  test("opens without a complaint and asks for nothing but itself", async () => {
    const { page, complaints, requests } = await open(name);
    await page.waitForLoadState("networkidle");
    expect(complaints).toEqual([]);
    expect(requests).toEqual([reports.urls[name]]);
  });

  test("shows every chart, with each of its lines", async () => {
    const { page } = await open(name);
    const figures = await page.locator("figure").all();
    const series = groupSeries(REPORTS[name] as GateResult).flatMap(({ panels }) => panels.flat());
    expect(figures.length).toBe(series.length);
    for (const [index, one] of figures.entries()) {
      const pixels = await pixelsByLine(one);
      expect(pixels.length).toBe(series[index]?.lines.length);
      expect(Math.min(...pixels)).toBeGreaterThan(40);
    }
  });

  test.each([380, 1280])("fits a screen of %d pixels", async (width) => {
    const { page } = await open(name, { viewport: { width, height: 800 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });

  test("can be read without a script", async () => {
    const { page } = await open(name, { javaScriptEnabled: false });
    const checks = REPORTS[name]?.suites.flatMap((suite) => suite.checks) ?? [];
    expect(await page.locator("#checks tbody tr").count()).toBe(checks.length);
    expect(await page.locator("h1").textContent()).toMatch(/Passed|Blocked|Could not measure/);
    expect(await page.locator("form, canvas, .zoom").count()).toBe(0);
    for (const numbers of await page.locator("figure .numbers").all()) {
      await numbers.locator("summary").click();
      expect(await numbers.locator("tbody tr").count()).toBeGreaterThan(1);
    }
  });
});

test("hostile text stays text", async () => {
  const { page } = await open("hostile");
  const made = await page.evaluate(() => {
    const count = (selector: string) => document.querySelectorAll(selector).length;
    const links = [...document.querySelectorAll("a")].map((link) => link.getAttribute("href"));
    return {
      foreign: count("img, svg, iframe, object, link:not([rel=icon])"),
      scripts: count("script"),
      styles: count("style"),
      links,
    };
  });
  expect(made).toMatchObject({ foreign: 0, scripts: 2, styles: 1 });
  expect(made.links.every((link) => /^#\w+$/.test(link ?? ""))).toBe(true);
  expect(await page.locator("h1").textContent()).toContain("<img src=x onerror=alert(1)>");
  expect(await page.locator(".legend button").first().textContent()).toContain('"><img src=x');
});

test("the policy stops what is not the report's own", async () => {
  const { page, complaints } = await open("passed");
  const outcome = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.append("window.ran = true");
    document.body.append(script);
    let markup = "made";
    try {
      document.body.innerHTML = "<b>text</b>";
    } catch {
      markup = "refused";
    }
    const image = new Image();
    const loaded = new Promise((resolve) => {
      image.onload = () => resolve("loaded");
      image.onerror = () => resolve("refused");
    });
    image.src = "http://127.0.0.1:9/pixel.png";
    return { ran: "ran" in window, markup, image: await loaded };
  });
  expect(outcome).toEqual({ ran: false, markup: "refused", image: "refused" });
  const said = complaints.join("\n");
  for (const part of ["TrustedScript", "TrustedHTML", /image.*Content Security Policy/]) {
    expect(said).toMatch(part);
  }
});

describe("the charts over one x axis", () => {
  test("share a cursor, and say where it is and what is there", async () => {
    const { page } = await open("blocked");
    const first = figure(page, "Response times");
    const place = first.locator(".place");
    expect(await place.textContent()).toBe("");
    await first.locator(".u-over").hover();
    const at = await place.textContent();
    expect(at).toMatch(/^at \d+ s$/);
    for (const title of ["Requests and failures", "Requests in flight"]) {
      const other = figure(page, title);
      expect(await other.locator(".place").textContent()).toBe(at);
      expect(await other.locator(".value").first().textContent()).not.toBe("");
      expect(await other.locator(".u-cursor-x").isVisible()).toBe(true);
    }
  });

  test("zoom together by dragging, and a double click shows all again", async () => {
    const { page } = await open("blocked");
    const first = figure(page, "Response times");
    const other = figure(page, "Requests in flight");
    await first.scrollIntoViewIfNeeded();
    const [before, beforeOther] = [await pictureOf(first), await pictureOf(other)];
    const box = await first.locator(".u-over").boundingBox();
    if (box === null) throw new Error("the chart has no box");
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.25, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, y, { steps: 5 });
    await page.mouse.up();
    expect(await pictureOf(first)).not.toBe(before);
    expect(await pictureOf(other)).not.toBe(beforeOther);
    expect(await other.getByRole("button", { name: "Reset zoom" }).isVisible()).toBe(true);
    await first.locator(".u-over").dblclick();
    await page.mouse.move(0, 0);
    expect(await pictureOf(first)).toBe(before);
    expect(await pictureOf(other)).toBe(beforeOther);
    expect(await first.getByRole("button", { name: "Reset zoom" }).isVisible()).toBe(false);
  });

  test("zoom by buttons, for those who touch", async () => {
    const { page } = await open("full of charts", {
      viewport: { width: 380, height: 800 },
      hasTouch: true,
    });
    const memory = figure(page, "Memory of the server");
    const before = await pictureOf(memory);
    await memory.getByRole("button", { name: "Zoom in" }).tap();
    expect(await pictureOf(memory)).not.toBe(before);
    await memory.getByRole("button", { name: "Reset zoom" }).tap();
    expect(await pictureOf(memory)).toBe(before);
  });

  test("can be used with the keyboard alone", async () => {
    const { page } = await open("blocked");
    const first = figure(page, "Response times");
    const before = await pictureOf(first);
    await first.locator(".plot").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await first.locator(".place").textContent()).toBe("at 1 s");
    expect(await figure(page, "Requests in flight").locator(".place").textContent()).toBe("at 1 s");
    expect(await page.locator("[aria-live]").first().textContent()).toMatch(/^at 1 s: p95 \d+/);
    await page.keyboard.press("+");
    const zoomed = await pictureOf(first);
    expect(zoomed).not.toBe(before);
    await page.keyboard.press("Shift+ArrowRight");
    expect(await pictureOf(first)).not.toBe(zoomed);
    await page.keyboard.press("0");
    expect(await pictureOf(first)).toBe(before);
    await page.keyboard.press("Escape");
    expect(await first.locator(".place").textContent()).toBe("");
  });

  test("lose and get back a line by its name in the legend", async () => {
    const { page } = await open("blocked");
    const first = figure(page, "Response times");
    const [p95 = 0] = await pixelsByLine(first);
    await first.locator(".legend button").first().click();
    const [hidden = 0] = await pixelsByLine(first);
    expect(hidden).toBeLessThan(p95 / 10);
    await first.locator(".legend button").first().click();
    expect((await pixelsByLine(first))[0]).toBe(p95);
  });
});

test("checks are filtered by verdict, suite and text", async () => {
  const { page } = await open("blocked");
  const rows = page.locator("#checks tbody tr:visible");
  const all = await rows.count();
  await page.locator("#checks label", { hasText: "passed" }).click();
  const troubled = await rows.count();
  expect(troubled).toBeLessThan(all);
  expect(await rows.locator(".badge.pass").count()).toBe(0);
  await page.locator("#checks select").selectOption("load");
  expect(await rows.count()).toBe(2);
  await page.locator("#checks input[type=search]").fill("dynamic batch");
  expect(await rows.count()).toBe(1);
  expect(await page.locator("#checks output").textContent()).toBe(`1 of ${all} shown`);
});

test("dark where the system is dark, until the button says otherwise", async () => {
  const { page, complaints } = await open("blocked", { colorScheme: "dark" });
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const chart = figure(page, "Response times");
  const [dark, drawnDark] = [await background(), await pictureOf(chart)];
  await page.getByRole("button", { name: "Light colours" }).click();
  expect(await background()).not.toBe(dark);
  expect(await pictureOf(chart)).not.toBe(drawnDark);
  const { page: light } = await open("blocked", { colorScheme: "light" });
  expect(await background()).toBe(
    await light.evaluate(() => getComputedStyle(document.documentElement).backgroundColor),
  );
  expect(await pictureOf(chart)).toBe(await pictureOf(figure(light, "Response times")));
  expect(complaints).toEqual([]);
});
