import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { BEFORE, COMMON, ofTheShell } from "./build/chunks.ts";
import { compress } from "./build/compress.ts";
import { preload } from "./build/preload.ts";

const api = process.env.DUKA_API ?? "http://127.0.0.1:8000";
const proxied = { target: api, changeOrigin: false };

export default defineConfig({
  base: "/console/",
  plugins: [react(), preload("/src/app/main.tsx"), compress()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  // one cache a port: several servers of one checkout don't disturb each other
  cacheDir: `node_modules/.vite-${process.env.DUKA_DEV_PORT ?? "build"}`,
  server: {
    host: "127.0.0.1",
    proxy: { "/api": proxied, "/media": proxied, "/s": proxied, "/assets": proxied, "/sandbox": proxied },
  },
  build: {
    target: "es2022",
    manifest: "manifest.json",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "boot", test: BEFORE, priority: 2 },
            { name: ofTheShell(), priority: 1 },
            // what a quarter of the pages needs, in one file that the shell loads too: fewer, and it grows beyond its budget
            { name: "common", test: COMMON, minShareCount: 60, priority: 0 },
          ],
        },
      },
    },
  },
  test: {
    environment: "happy-dom",
    pool: "vmThreads",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/setup.ts"],
    restoreMocks: true,
  },
});
