// The body of a function: looks at the page as it is drawn now, and returns a sentence for everything wrong with it.
const NORMAL = 4.5;
const LARGE = 3;
/** What rounding and the overhang of letters may take, in pixels. */
const SLACK = 2;

// A row that a scan brings in this very moment is still faint: what arrives is looked at as it will stand.
for (const each of document.getAnimations()) if (each.animationName?.endsWith("arrive")) each.finish();

const findings = new Set();
const modal = [...document.querySelectorAll("dialog:modal")].at(-1);
const styles = new Map();
const style = (element) => {
  if (!styles.has(element)) styles.set(element, getComputedStyle(element));
  return styles.get(element);
};
const parents = function* (element) {
  for (let each = element; each; each = each.parentElement) yield each;
};
const name = (text) => `“${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`;

// Colours: a canvas understands every notation that a computed style may have.
const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
  willReadFrequently: true,
});
const colours = new Map();
function colour(text) {
  if (!colours.has(text)) {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = text;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    colours.set(text, [red, green, blue, alpha / 255]);
  }
  return colours.get(text);
}
function over(upper, lower, alpha = upper[3]) {
  return [0, 1, 2].map((at) => upper[at] * alpha + lower[at] * (1 - alpha));
}
/** What is behind an element's text: the colours from the first opaque one outwards, laid on it one by one. */
function ground(element) {
  const layers = [];
  for (const each of parents(element)) {
    const layer = colour(style(each).backgroundColor);
    if (layer[3] > 0) layers.push(layer);
    if (layer[3] === 1) break;
  }
  return layers.reduceRight((below, layer) => over(layer, below), [255, 255, 255]);
}
/** Source: WCAG 2.2, relative luminance and contrast ratio. */
function luminance(rgb) {
  const [red, green, blue] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The part of a box that its surroundings let through, and the element that cuts it off, if one does. */
function shown(element, box) {
  let { left, top, right, bottom } = box;
  let cut = null;
  let scrolls = false;
  let fixed = false;
  for (const each of parents(element)) {
    if (fixed) break;
    const { overflowX, overflowY, textOverflow, position, webkitLineClamp } = style(each);
    if (overflowX !== "visible" || overflowY !== "visible") {
      const border = each.getBoundingClientRect();
      const inner = {
        left: border.left + each.clientLeft,
        top: border.top + each.clientTop,
        right: border.left + each.clientLeft + each.clientWidth,
        bottom: border.top + each.clientTop + each.clientHeight,
      };
      const across = left < inner.left - SLACK || right > inner.right + SLACK;
      const down = top < inner.top - 2 * SLACK || bottom > inner.bottom + 2 * SLACK;
      if (!scrolls && !cut) {
        const clips = (value) => value === "hidden" || value === "clip";
        if (across && clips(overflowX) && textOverflow !== "ellipsis") cut = each;
        if (down && clips(overflowY) && webkitLineClamp === "none") cut = each;
      }
      // What is outside a box that scrolls can be scrolled to.
      if ([overflowX, overflowY].some((value) => value === "auto" || value === "scroll")) scrolls = true;
      if (overflowX !== "visible") [left, right] = [Math.max(left, inner.left), Math.min(right, inner.right)];
      if (overflowY !== "visible") [top, bottom] = [Math.max(top, inner.top), Math.min(bottom, inner.bottom)];
    }
    fixed = position === "fixed" || each === modal;
  }
  if (!scrolls && !cut && (left < -SLACK || top < -SLACK || right > innerWidth + SLACK || bottom > innerHeight + SLACK)) {
    cut = document.documentElement;
  }
  [left, right] = [Math.max(left, 0), Math.min(right, innerWidth)];
  [top, bottom] = [Math.max(top, 0), Math.min(bottom, innerHeight)];
  return { cut, box: right - left > 1 && bottom - top > 1 ? { left, top, right, bottom } : null };
}

// What can be read: an element, its words, and a box for each line of them.
const readable = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const visible = (element) =>
  element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
  (!modal || modal.contains(element)) &&
  !element.closest(".visually-hidden, script, style, noscript");
while (walker.nextNode()) {
  const node = walker.currentNode;
  const element = node.parentElement;
  if (!node.data.trim() || !visible(element)) continue;
  const range = document.createRange();
  range.selectNodeContents(node);
  const size = parseFloat(style(element).fontSize);
  // The letters alone: lines of text may be set closer than the height a font asks for.
  const lines = [...range.getClientRects()].map(({ left, right, top, bottom }) => {
    const middle = (top + bottom) / 2;
    return { left, right, top: middle - size * 0.4, bottom: middle + size * 0.4 };
  });
  readable.push({ element, text: node.data.trim(), lines, look: style(element) });
}
for (const field of document.querySelectorAll("input, textarea")) {
  const text = field.value || field.placeholder;
  if (!text || !visible(field)) continue;
  const look = field.value ? style(field) : getComputedStyle(field, "::placeholder");
  const { left, right, top, bottom } = field.getBoundingClientRect();
  readable.push({ element: field, text, lines: [{ left, right, top: top + 4, bottom: bottom - 4 }], look });
}

const boxes = [];
for (const { element, text, lines, look } of readable) {
  const parts = lines.map((line) => shown(element, line));
  const cut = parts.find((part) => part.cut)?.cut;
  if (cut) findings.add(`${name(text)} is cut off by <${cut.localName} class="${cut.className}"> without an ellipsis`);
  const seen = parts.flatMap(({ box }) => (box ? [box] : []));
  if (seen.length === 0) continue;
  for (const box of seen) boxes.push({ element, text, ...box });

  // Source: WCAG 2.2, 1.4.3: large is 24 px, or 18.66 px when bold; what cannot be used is exempt.
  if (element.closest(":disabled, [aria-disabled='true']")) continue;
  const size = parseFloat(style(element).fontSize);
  const large = size >= 24 || (size >= 18.66 && Number(style(element).fontWeight) >= 700);
  const behind = ground(element);
  const ink = colour(look.color);
  const opacity = [...parents(element)].reduce((all, each) => all * Number(style(each).opacity), 1);
  const ratio = contrast(over(ink, behind, ink[3] * opacity), behind);
  const least = large ? LARGE : NORMAL;
  if (ratio < least - 0.005) findings.add(`${name(text)} has a contrast of ${ratio.toFixed(2)}, which is less than ${least}`);
}

/** Whether one of two elements lies under something opaque that the other is on, as a list does under a menu. */
function covered(one, other, x, y) {
  const pile = document.elementsFromPoint(x, y);
  const [first, second] = [pile.indexOf(one), pile.indexOf(other)];
  if (first < 0 || second < 0) return true;
  const between = pile.slice(Math.min(first, second), Math.max(first, second));
  return between.some((each) => colour(style(each).backgroundColor)[3] === 1);
}
for (const [at, one] of boxes.entries()) {
  for (const other of boxes.slice(at + 1)) {
    if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
    const left = Math.max(one.left, other.left);
    const right = Math.min(one.right, other.right);
    const top = Math.max(one.top, other.top);
    const bottom = Math.min(one.bottom, other.bottom);
    if (right - left <= SLACK || bottom - top <= SLACK) continue;
    if (covered(one.element, other.element, (left + right) / 2, (top + bottom) / 2)) continue;
    findings.add(`${name(one.text)} and ${name(other.text)} lie over each other`);
  }
}
return { findings: [...findings].sort(), texts: readable.length };
