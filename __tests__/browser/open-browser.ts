import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { findBrowser } from "./find-browser.cjs";

export async function openBrowser(): Promise<Browser> {
  // Root, as CI often is, gets no sandbox; what is opened are files that the test itself wrote.
  return chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });
}

export interface WatchedPage {
  page: Page;
  /** What must not be: errors, messages on the console, dialogs, breaches of the policy. */
  complaints: string[];
  /** Every address that was asked for. */
  requests: string[];
}

/** A page of its own context, in which nothing that goes wrong is missed. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  context.on("request", (request) => requests.push(request.url()));
  return { page, complaints, requests };
}
