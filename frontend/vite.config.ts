/// <reference types="vitest/config" />
import { fileURLToPath } from "node:url";

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Where the page of each mode lies, and what it begins with. */
const ROOTS: Readonly<Record<string, string>> = { fake: "dev", bench: "bench" };
const BENCHMARK = [here("bench/ours.html"), here("bench/baseline.html")];

/**
 * `vite build` puts the page inside the Python package, from where the window loads it. `vite build --mode fake
 * --outDir FOLDER` builds the same page on an invented library, to look at it in any browser; `--mode bench` the two that
 * `benchmarks/events` compares.
 */
export default defineConfig(({ mode }) => ({
  root: here(ROOTS[mode] ?? "."),
  // The page with an invented library is opened from a folder; the real one from the root of its own protocol.
  base: mode === "fake" ? "./" : "/",
  plugins: [svelte({ configFile: here("svelte.config.js") })],
  // Testing Library needs the browser's build of Svelte: the server's cannot mount.
  resolve: process.env.VITEST ? { conditions: ["browser"] } : {},
  build: {
    ...(mode === "bench" ? { rolldownOptions: { input: BENCHMARK } } : {}),
    outDir: here("../src/dunnock/frontend"),
    emptyOutDir: true,
    // WebKitGTK 2.40, the oldest on the systems Dunnock is made for, is Safari 16.4.
    target: "safari16.4",
    // An inline script would be refused by the page's Content-Security-Policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: [here("tests/setup.ts")],
    restoreMocks: true,
  },
}));
