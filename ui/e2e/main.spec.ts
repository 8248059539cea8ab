import { readFileSync } from "node:fs";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { accessible, complaints, env, signedIn } from "./world";

// One person's morning, in order: each step starts where the last one ended.
test.describe.configure({ mode: "serial" });

let context: BrowserContext;
let page: Page;

test.beforeAll(async ({ browser }) => {
  ({ context, page } = await signedIn(browser, env("GARIM_E2E_LINK")));
});
test.afterAll(async () => {
  await context.close();
});

test("a used link is refused, and nothing is shown without a session", async ({ browser }) => {
  const other = await browser.newContext({ baseURL: env("GARIM_E2E_URL") });
  const stranger = await other.newPage();
  await stranger.goto("/datasets/shop.user");
  await expect(stranger).toHaveURL(/\/sign-in\?next=/);
  await stranger.goto(env("GARIM_E2E_LINK"));
  await expect(stranger.getByRole("alert")).toBeVisible();
  await accessible(stranger);
  await other.close();
});

test("매출 finds the daily revenue first, and says why", async () => {
  await accessible(page);
  await page.locator("#search").fill("매출");
  const first = page.getByTestId("hit").first();
  await expect(first).toHaveAttribute("data-id", "metric:dr");
  await first.locator("summary").click();
  await expect(first.locator("details li").first()).toBeVisible();
  await expect(first.locator("details")).toContainText("합이 점수");
  await accessible(page);
});

test("facets narrow what was found, filters come off again, and arrows lead through the hits", async () => {
  const facets = page.getByTestId("facets");
  const metric = facets.getByRole("button", { name: /^지표/ });
  const count = Number((await metric.textContent())?.match(/\d+$/)?.[0]);
  expect(count).toBeGreaterThan(1);
  await metric.click();
  await expect(page.locator("#search")).toHaveValue("매출 kind:metric");
  await expect(page).toHaveURL(/q=/);
  await expect(page.getByRole("status").filter({ hasText: `결과 ${count}건` })).toBeVisible();
  await expect(metric).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator('[data-testid="hit"]:not([data-id^="metric:"])')).toHaveCount(0);
  await accessible(page);
  await page.getByRole("button", { name: "kind:metric 필터 빼기" }).click();
  await expect(page.locator("#search")).toHaveValue("매출");
  await page.locator("#search").press("Escape");
  await page.locator("#search").press("ArrowDown");
  await expect(page.getByTestId("hit").first().getByRole("link").first()).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByTestId("hit").nth(1).getByRole("link").first()).toBeFocused();
  // The keyboard left in the other layout, and what was made of it.
  await page.locator("#search").fill("aocnf");
  await expect(page.getByText("“aocnf”을(를) “매출”(으)로 읽었습니다")).toBeVisible();
  await page.locator("#search").fill("매출");
  await expect(page.getByTestId("hit").first().locator("mark").first()).toHaveText("매출");
});

test("a search is kept, found again where one begins, and forgotten", async () => {
  await page.getByRole("button", { name: "이 검색 저장" }).click();
  await page.getByLabel("이 검색의 이름").fill("우리 매출");
  await accessible(page);
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.getByText("★ 우리 매출")).toBeVisible();
  await page.goto("/");
  const home = page.getByTestId("home");
  await expect(home.getByRole("button", { name: "우리 매출 매출" })).toBeVisible();
  await accessible(page);
  await home.getByRole("button", { name: "우리 매출 매출" }).click();
  await expect(page.locator("#search")).toHaveValue("매출");
  await page.goto("/");
  await home.getByRole("button", { name: "우리 매출 지우기" }).click();
  await expect(home.getByRole("button", { name: "우리 매출 매출" })).toHaveCount(0);
});

test("the metric shows its definition and a chart over time", async () => {
  await page.locator("#search").fill("매출");
  await page.getByTestId("hit").first().getByRole("link").first().click();
  await expect(page).toHaveURL(/\/metrics\/dr$/);
  await expect(page.getByTestId("chart").locator("canvas")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("dr");
  await expect(page).toHaveTitle(/Garim/);
  await accessible(page);
});

test("the tree lists every KPI, and both definitions of a new user are shown", async () => {
  await page.getByRole("link", { name: "지표", exact: true }).click();
  await expect(page.getByRole("link", { name: /ARPU|유저 당 평균 매출/ }).first()).toBeVisible();
  await accessible(page);
  await page.goto("/metrics/dnu");
  await expect(page.getByText("다른 정의가 있습니다")).toBeVisible();
  await accessible(page);
});

test("what the scanner says of a column is confirmed or rejected by a person", async () => {
  await page.goto("/datasets/shop.user");
  await expect(page.locator('[data-column="u_email"]')).toContainText("pii.email");
  const look = page.getByRole("button", { name: "개인정보 찾기" });
  test.skip((await look.count()) === 0, "whoever is signed in may not classify here");
  await look.click();
  await expect(look).toBeHidden();
  await accessible(page);
  const memo = page.locator('[data-column="u_memo"]');
  if ((await memo.count()) === 0) {
    // The shop's own contract has classified everything: there is nothing left to say.
    await expect(page.getByText("열려 있는 컬럼에서 알아본 것이 없습니다")).toBeVisible();
    return;
  }
  const found = memo.locator("[data-found]");
  await expect(found).toContainText("pii.free_text");
  await expect(found).toContainText("31 of 1000 values look like texts with personal data in them");
  await memo.getByRole("button", { name: "u_memo: 개인정보가 아님" }).click();
  await expect(page.getByRole("dialog").getByRole("combobox")).toHaveValue("none");
  await page.getByRole("dialog").getByRole("button", { name: "취소" }).click();
  await memo.getByRole("button", { name: "u_memo: pii.free_text로 확정" }).click();
  await expect(memo.locator("summary")).toContainText("pii.free_text");
  await expect(found).toHaveCount(0);
  await accessible(page);
});

test("lineage leads from the purchases to the user dimension", async () => {
  await page.goto("/datasets/shop.purchase");
  await expect(page.locator('[data-column="p_uid"]')).toContainText("identifier");
  await accessible(page);
  await page.getByRole("tab", { name: "계보" }).click();
  const node = page.locator(".react-flow__node").getByRole("link", { name: "mart.dim_user" });
  await expect(node).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "컬럼", exact: true }).click();
  const column = page.getByTestId("rf__node-dataset:shop.purchase").getByRole("button", { name: "p_uid" });
  await expect(column).toBeVisible();
  await column.click();
  const impact = page.getByRole("heading", { name: /p_uid을\(를\) 바꾸면/ });
  await expect(impact).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "닫기" }).click();
  await expect(impact).toBeHidden();
  await page.getByRole("button", { name: "컬럼", exact: true }).click();
  await page.getByRole("button", { name: "목록" }).click();
  await expect(page.getByRole("link", { name: "mart.dim_user" })).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "그래프" }).click();
  await node.click();
  await expect(page).toHaveURL(/\/datasets\/mart\.dim_user/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("mart.dim_user");
  for (const tab of ["날짜", "실행", "버전", "컬럼"]) {
    await page.getByRole("tab", { name: tab }).click();
    await accessible(page);
  }
});

test("an owner vouches for a dataset, retires it for another, and takes that back", async () => {
  await page.goto("/datasets/shop.access");
  const standing = page.getByTestId("standing");
  await expect(standing).toHaveAttribute("data-held", "none");
  await page.getByRole("button", { name: "인증", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("이유").fill("원장과 맞춰 봄");
  await accessible(page);
  await dialog.getByRole("button", { name: "인증", exact: true }).click();
  await expect(standing).toHaveAttribute("data-held", "certified");
  await expect(standing).toContainText("원장과 맞춰 봄");
  await page.getByRole("button", { name: "폐기 예정으로", exact: true }).click();
  await dialog.getByRole("combobox").fill("shop.us");
  await expect(dialog.getByRole("option", { name: /shop\.user/ })).toBeVisible();
  await accessible(page);
  await dialog.getByRole("combobox").press("ArrowDown");
  await dialog.getByRole("combobox").press("Enter");
  await expect(dialog.getByRole("combobox")).toHaveValue("shop.user");
  await dialog.getByRole("button", { name: "폐기 예정으로", exact: true }).click();
  await expect(standing).toHaveAttribute("data-held", "deprecated");
  await expect(page.getByRole("link", { name: /shop\.user/ }).first()).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "되돌리기", exact: true }).click();
  await dialog.getByRole("button", { name: "되돌리기", exact: true }).click();
  await expect(standing).toHaveAttribute("data-held", "none");
  await page.locator("summary").filter({ hasText: "이력 3건" }).click();
  await accessible(page);
});

test("what is near, and what the catalog is about, can be looked through", async () => {
  await page.goto("/datasets/shop.purchase?tab=related");
  await expect(page.getByTestId("related")).toContainText("shop.");
  await accessible(page);
  await page.goto("/topics");
  const topic = page.locator("main section").first();
  await expect(topic.getByRole("link").first()).toBeVisible();
  await accessible(page);
  await topic.getByRole("heading").getByRole("link").click();
  await expect(page).toHaveURL(/\/topics\/.+/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await accessible(page);
});

test("a class opens onto its reasons", async () => {
  await page.goto("/datasets/shop.user");
  const email = page.locator('[data-column="u_email"]');
  await expect(email).toContainText("pii.email");
  await email.locator("summary").click();
  await expect(email.locator("details p").first()).toBeVisible();
});

test("SQL answers through masks, and never with a raw address", async () => {
  await page.goto("/sql?from=shop.user");
  const editor = page.getByRole("textbox", { name: "SQL 쿼리" });
  await expect(editor).toContainText("shop.user");
  await editor.press("Control+Enter");
  const grid = page.getByTestId("grid");
  await expect(grid.locator("tbody tr").first()).toBeVisible();
  const covered = grid.locator('td[data-covered="true"]');
  await expect(covered.first()).toBeVisible();
  const text = (await grid.textContent()) ?? "";
  expect(text).toContain("***");
  expect(text, "no mailbox with more than its first character").not.toMatch(/[A-Za-z0-9._-]{2,}@[A-Za-z0-9-]+\.[a-z]/);
  await covered.first().click();
  await expect(page.getByRole("note")).toContainText("정책");
  await accessible(page);
  await page.keyboard.press("Escape");
});

test("a deletion is filed, approved by somebody else, carried out and certified", async ({ browser }) => {
  // Rewriting every partition takes its time on a slow machine.
  test.setTimeout(240_000);
  await page.goto("/requests/new");
  await accessible(page);
  await page.getByLabel("대상의 id").fill(env("GARIM_E2E_SUBJECT"));
  await page.getByRole("button", { name: "요청 접수" }).click();
  await expect(page.getByTestId("receipt")).toBeVisible();
  await accessible(page);
  await page.getByRole("link", { name: "요청 열기" }).click();
  await expect(page).toHaveURL(/\/requests\/(?!new)[^/?#]+$/);
  await expect(page.getByTestId("state")).toHaveAttribute("data-state", "filed");
  await expect(page.getByRole("cell", { name: /^mart\.dim_user/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "승인" })).toHaveCount(0);
  await accessible(page);
  const where = page.url();

  const dpo = await signedIn(browser, env("GARIM_E2E_LINK_DPO"));
  await dpo.page.goto(where);
  await dpo.page.getByRole("button", { name: "승인", exact: true }).click();
  await accessible(dpo.page);
  await dpo.page.getByRole("button", { name: "승인하고 시작" }).click();
  await expect(dpo.page.getByTestId("state")).toHaveAttribute("data-state", "completed", { timeout: 180_000 });
  await accessible(dpo.page);
  const download = dpo.page.waitForEvent("download");
  await dpo.page.getByRole("button", { name: "증명서 내려받기" }).click();
  const file = await (await download).path();
  const signed = JSON.parse(readFileSync(file, "utf8"));
  expect(Object.keys(signed)).toEqual(expect.arrayContaining(["certificate", "signature"]));
  await dpo.context.close();
  await page.goto("/requests");
  await accessible(page);
});

test("the other pages stand, in both languages and in the dark", async () => {
  await page.goto("/datasets");
  await expect(page.getByRole("link", { name: "shop.user" })).toBeVisible();
  await accessible(page);
  await page.goto("/status");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Status");
  await page.emulateMedia({ colorScheme: "dark" });
  await accessible(page);
  await page.goto("/nowhere");
  await expect(page.getByRole("alert")).toBeVisible();
});

test("the console stayed silent: no violation of the content security policy, no error", () => {
  expect(complaints).toEqual([]);
});
