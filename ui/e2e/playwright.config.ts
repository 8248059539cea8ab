import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const CHROMIUM = process.env.GARIM_CHROMIUM ?? "/usr/bin/chromium";

/** Drives a running server (`GARIM_E2E_URL`), or the mock over `dist` if none is named. */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 90_000,
  // What has not answered in this time will not.
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  globalSetup: "./setup.ts",
  use: {
    actionTimeout: 10_000,
    locale: "ko-KR",
    timezoneId: "Asia/Seoul",
    viewport: { width: 1280, height: 860 },
    screenshot: "only-on-failure",
    acceptDownloads: true,
    // A colour that is still fading is neither of the two.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: existsSync(CHROMIUM) ? CHROMIUM : undefined,
      args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
    },
  },
});
