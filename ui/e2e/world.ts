import { AxeBuilder } from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";

export const env = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

/** What the console said that it should not have. */
export const complaints: string[] = [];

function listen(page: Page) {
  page.on("console", (message) => {
    const text = message.text();
    // A session that is asked for before anybody signed in is answered with 401, and Chromium says so.
    if (message.type() === "error" && !/status of 401/.test(text)) complaints.push(text);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
}

/** A browser of one's own, signed in with a one-time link. */
export async function signedIn(browser: Browser, link: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: env("GARIM_E2E_URL") });
  const page = await context.newPage();
  listen(page);
  await page.goto(link);
  await expect(page.locator("#search")).toBeVisible();
  expect(page.url(), "the token leaves the address bar").not.toContain("token");
  return { context, page };
}

/** No violation that axe calls serious or critical. */
export async function accessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter((v) => v.impact === "serious" || v.impact === "critical");
  expect(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(" | ")}`)).toEqual([]);
}
