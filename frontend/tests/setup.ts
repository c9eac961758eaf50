/** What jsdom lacks: layout, dialogs, media queries. Elements are as high as a small window. */
import { cleanup } from "@testing-library/svelte";
import { afterEach } from "vitest";

/** The height, in pixels, that every element claims to have. */
export const HEIGHT = 672;

class InstantResizeObserver implements ResizeObserver {
  readonly #callback: ResizeObserverCallback;
  constructor(callback: ResizeObserverCallback) {
    this.#callback = callback;
  }
  observe(target: Element): void {
    this.#callback([{ target } as ResizeObserverEntry], this);
  }
  unobserve(): void {
    // nothing is kept
  }
  disconnect(): void {
    // nothing is kept
  }
}

// Tests of stores run without a document.
if (typeof document !== "undefined") {
  globalThis.ResizeObserver = InstantResizeObserver;
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => HEIGHT });
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    this.open = false;
  };
  globalThis.matchMedia = (media) =>
    ({ media, matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }) as never;
  HTMLElement.prototype.setPointerCapture = () => undefined;
  HTMLElement.prototype.scrollIntoView = () => undefined;
  document.elementFromPoint = () => null;
}

afterEach(cleanup);
