/**
 * The colour of a cover as a colour for text. Covers have any colour; one that is to be read has to stand out from
 * every surface of the window, by day from light ones and by night from dark ones.
 */

/** Red, green and blue, from 0 to 1. */
type Colour = readonly [number, number, number];

/** Luminances which are at least 4.5 to 1 against every surface of the tokens: at most by day, at least by night. */
const DARK_ENOUGH = 0.115;
const LIGHT_ENOUGH = 0.36;

const BLACK: Colour = [0, 0, 0];
const WHITE: Colour = [1, 1, 1];

/** Relative luminance as the Web Content Accessibility Guidelines 2.2 define it. */
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

const mixed = (one: Colour, other: Colour, part: number): Colour => [
  one[0] + (other[0] - one[0]) * part,
  one[1] + (other[1] - one[1]) * part,
  one[2] + (other[2] - one[2]) * part,
];

const hex = (colour: Colour): string =>
  `#${colour.map((part) => Math.round(part * 255).toString(16).padStart(2, "0")).join("")}`;

/** The colour nearest to `from` on the way to `to` that is good enough. */
function nearest(from: Colour, to: Colour, good: (colour: Colour) => boolean): Colour {
  const STEPS = 64;
  for (let step = 0; step < STEPS; step++) {
    const colour = mixed(from, to, step / STEPS);
    if (good(colour)) return colour;
  }
  return to;
}

/** A colour, given as `#rrggbb`, in the shades in which it can be read by day and by night; null for what is no colour. */
export function readable(accent: string | null | undefined): { readonly day: string; readonly night: string } | null {
  if (!/^#[0-9a-f]{6}$/i.test(accent ?? "")) return null;
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(accent?.slice(at, at + 2) ?? "", 16) / 255);
  return {
    day: hex(nearest([r, g, b], BLACK, (colour) => luminance(colour) <= DARK_ENOUGH)),
    night: hex(nearest([r, g, b], WHITE, (colour) => luminance(colour) >= LIGHT_ENOUGH)),
  };
}
