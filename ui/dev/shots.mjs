// Pictures of every page, for looking at them: node dev/shots.mjs DIR [ko|en] [light|dark] [width]
import { chromium } from "@playwright/test";
import { startMock } from "./mock.mjs";

const [dir = "shots", lang = "ko", colorScheme = "light", width = "1280"] = process.argv.slice(2);
const { server, base, urls } = await startMock({ port: 0 });
const browser = await chromium.launch({
  executablePath: process.env.GARIM_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
});
const viewport = { width: Number(width), height: 860 };
const context = await browser.newContext({
  baseURL: base,
  locale: lang,
  colorScheme,
  viewport,
  timezoneId: "Asia/Seoul",
});
const page = await context.newPage();
const shot = async (name) => {
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(700);
  await page.screenshot({ path: `${dir}/${name}.png` });
};
await page.goto("/sign-in");
await shot("00-sign-in");
await page.goto(urls.kim);
await page.locator("#search").waitFor();
await shot("01-home");
await page.locator("#search").fill(lang === "ko" ? "매출" : "revenue");
await page.getByTestId("hit").first().locator("summary").click();
await shot("02-search");
const PAGES = {
  "03-datasets": "/datasets",
  "04-dataset": "/datasets/shop.user",
  "05-lineage": "/datasets/mart.dim_user?tab=lineage",
  "06-days": "/datasets/shop.purchase?tab=days",
  "07-runs": "/datasets/shop.purchase?tab=runs",
  "08-metrics": "/metrics",
  "09-metric": "/metrics/dr",
  "10-conflict": "/metrics/dnu",
  "11-new": "/requests/new",
  "12-status": "/status",
  "13-missing": "/datasets/no.such",
  "14-requests-empty": "/requests",
};
for (const [name, path] of Object.entries(PAGES)) {
  await page.goto(path);
  if (name === "04-dataset") await page.locator('[data-column="u_email"] summary').click();
  await shot(name);
}
await page.goto("/datasets/shop.user");
await page.locator("tbody").waitFor();
await page.getByRole("button", { name: lang === "ko" ? "개인정보 찾기" : "Look for personal data" }).click();
await page.locator('[data-column="u_memo"] [data-found]').waitFor();
await shot("15-suggestions");
await page.locator('[data-column="u_memo"] button').last().click();
await shot("15-classify");
await page.goto("/sql?from=shop.user");
await page.locator(".cm-content").press("Control+Enter");
await page.locator("td[data-covered]").first().click();
await shot("16-sql");
await page.goto("/requests/new");
await page.locator('input[autocomplete="off"]').last().fill("42");
await page.locator('button[type="submit"]').click();
await page.getByTestId("receipt").waitFor();
await shot("11-receipt");
await page.locator("main a").last().click();
await page.waitForURL(/requests\/[0-9a-f-]{36}/);
await shot("17-request-filed");
const id = page.url();
const other = await browser.newContext({ baseURL: base, locale: lang, colorScheme, viewport });
const dpo = await other.newPage();
await dpo.goto(urls.park);
await dpo.locator("#search").waitFor();
await dpo.goto(id);
await dpo.locator("main button").last().click();
await dpo.waitForTimeout(300);
await dpo.screenshot({ path: `${dir}/18-approve.png` });
await dpo.locator('dialog button[type="submit"]').click();
await dpo.waitForTimeout(2500);
await dpo.screenshot({ path: `${dir}/19-running.png` });
await dpo.locator('[data-state="completed"]').waitFor();
await dpo.screenshot({ path: `${dir}/20-completed.png` });
await page.goto("/requests");
await shot("21-requests");
await page.locator("header button").last().click();
await shot("22-account");
await browser.close();
server.close();
