// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const index = readFileSync(join(ROOT, "index.html"), "utf8");
const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" }).filter((path) =>
  /\.(ts|svelte|css)$/.test(path),
);
const text = (path: string): string => readFileSync(join(ROOT, "src", path), "utf8");

describe("the page", () => {
  test("lets nothing be loaded from elsewhere and no inline script or style run", () => {
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(index)?.[1] ?? "";
    const rules = new Map(policy.split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1)]));
    expect(rules.get("default-src")).toEqual(["'self'"]);
    expect(rules.get("script-src")).toEqual(["'self'"]);
    expect(rules.get("style-src")).toEqual(["'self'"]);
    expect(rules.get("connect-src")).toEqual(["'self'", "ipc:", "http://ipc.localhost"]);
    expect(policy).not.toMatch(/unsafe|\*|https:|wss?:/);
    expect(index).not.toMatch(/<style|style="|<script(?![^>]*src=)/);
  });

  test("has no timer and no animation frame in a store: a hidden page gets none", () => {
    const stores = sources.filter((path) => path.startsWith("lib/") && !path.endsWith(".test.ts"));
    expect(stores.length).toBeGreaterThan(10);
    for (const path of stores) expect(text(path), path).not.toMatch(/setTimeout|setInterval|requestAnimationFrame/);
  });

  test("opens no connection of its own", () => {
    for (const path of sources) expect(text(path), path).not.toMatch(/\b(WebSocket|EventSource|XMLHttpRequest|fetch)\b/);
  });

  test("has components a person can read at a sitting", () => {
    for (const path of sources.filter((each) => each.endsWith(".svelte"))) {
      expect(text(path).split("\n").length, path).toBeLessThanOrEqual(250);
    }
  });
});
