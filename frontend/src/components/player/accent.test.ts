// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { readable } from "./accent";

const css = readFileSync(join(import.meta.dirname, "../../ui/tokens.css"), "utf8");
const pane = readFileSync(join(import.meta.dirname, "NowPlayingPane.svelte"), "utf8");

type Rgb = readonly [number, number, number];

const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;

function token(selector: string, name: string): Rgb {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  return rgb(new RegExp(`--${name}:\\s*(#[0-9a-f]{6});`).exec(block)?.[1] ?? "");
}

/** Relative luminance and contrast as the Web Content Accessibility Guidelines 2.2 define them. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}
function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const STEPS = [0, 36, 73, 109, 146, 182, 219, 255];
const COVERS = STEPS.flatMap((r) => STEPS.flatMap((g) => STEPS.map((b) => [r, g, b] as const)));
const hex = (colour: Rgb): string => `#${colour.map((part) => part.toString(16).padStart(2, "0")).join("")}`;

/** How much of the accent the screen's background takes. */
const part = Number(/color-mix\(in srgb, var\(--accent\) (\d+)%, var\(--paper\)\)/.exec(pane)?.[1]) / 100;

describe.each([
  ["day", ":root"],
  ["night", ':root[data-theme="dark"]'],
] as const)("by %s", (time, selector) => {
  test("the colour of any cover can be read on every surface, and every text on what it colours", () => {
    const paper = token(selector, "paper");
    expect(part).toBeGreaterThan(0);
    for (const cover of COVERS) {
      const accent = rgb(readable(hex(cover))?.[time] ?? "");
      for (const surface of ["ground", "paper", "raised", "hover"]) {
        expect(contrast(accent, token(selector, surface)), `${hex(cover)} on ${surface}`).toBeGreaterThanOrEqual(4.5);
      }
      const wash = paper.map((value, at) => Math.round(value + ((accent[at] ?? 0) - value) * part)) as unknown as Rgb;
      expect(contrast(accent, wash), `${hex(cover)} on its own background`).toBeGreaterThanOrEqual(4.5);
      for (const text of ["ink", "ink-soft", "ink-faint"]) {
        expect(contrast(token(selector, text), wash), `${text} on ${hex(cover)}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
});

test("a colour that can be read stays as it is, and one that cannot keeps its hue", () => {
  expect(readable("#3a1a10")?.day).toBe("#3a1a10");
  const [r, g, b] = rgb(readable("#ff4020")?.day ?? "");
  expect(r).toBeGreaterThan(g * 2);
  expect(g).toBeGreaterThan(b);
});

test.each([null, undefined, "", "red", "#12345", "url(x)"])("%s is no colour", (accent) => {
  expect(readable(accent)).toBeNull();
});
