import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** The server that `npm run dev` talks to: the mock unless told otherwise. */
const server = process.env.GARIM_DEV_URL ?? "http://127.0.0.1:7979";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: "es2023",
    // A data: URI would need an exception in the content security policy.
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // Two files that every page needs, instead of twenty: what rarely changes, and what is ours.
        codeSplitting: {
          groups: [
            { name: "base", test: /node_modules\/(react|react-dom|scheduler|@tanstack|use-sync-external-store)\// },
            { name: "shared", test: /src\/(api|design|lib|shell\/(Mark|Preferences)|i18n\/(index|say))/ },
          ],
        },
      },
    },
  },
  server: { host: "127.0.0.1", port: 5173, proxy: { "/api": server, "/health": server } },
  worker: { format: "es" },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx"], environment: "node" },
});
