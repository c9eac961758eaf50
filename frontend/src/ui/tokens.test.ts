// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

const css = readFileSync(join(import.meta.dirname, "tokens.css"), "utf8");

/** The colours declared in the block that a selector opens. */
function colours(selector: string): Map<string, string> {
  const block = css.slice(css.indexOf(`${selector} {`)).split("}")[0] ?? "";
  return new Map([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, hex]) => [name ?? "", hex ?? ""]));
}

/** Relative luminance as the Web Content Accessibility Guidelines 2.2 define it. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const PAIRS = [
  ...["ink", "ink-soft", "ink-faint", "russet"].flatMap((text) =>
    ["ground", "paper", "raised", "hover", "chosen", "chosen-quiet"].map((back) => [text, back] as const),
  ),
  ["ink", "pressed"],
  ["ink-soft", "pressed"],
  ["on-russet", "russet"],
  ["on-russet", "russet-deep"],
  ["alarm", "paper"],
  ["alarm", "raised"],
  ["alarm", "alarm-soft"],
] as const;

describe.each([
  ["day", ":root"],
  ["night", ':root[data-theme="dark"]'],
])("by %s", (_time, selector) => {
  const palette = colours(selector);
  test.each(PAIRS)("%s on %s can be read", (text, back) => {
    expect(contrast(palette.get(text) ?? "#000000", palette.get(back) ?? "#000000")).toBeGreaterThanOrEqual(4.5);
  });
});

test("night is the same whether the system or the person chose it", () => {
  const chosen = colours(':root[data-theme="dark"]');
  expect(chosen.size).toBeGreaterThan(15);
  expect(colours(':root:not([data-theme="light"])')).toEqual(chosen);
});
