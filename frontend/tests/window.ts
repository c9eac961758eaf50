/** A whole window on a fake backend, looked at as a person would. */
import { fireEvent, render, screen } from "@testing-library/svelte";
import { tick } from "svelte";

import App from "../src/components/shell/App.svelte";
import { FakeBackend } from "../src/lib/backend.fake";
import { connect } from "../src/lib/connect";
import { Stores } from "../src/lib/stores";
import { FakeVisibility } from "./steps";

/** Let everything that was asked for arrive and be drawn. */
export async function drawn(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) {
    await new Promise((resolve) => setTimeout(resolve));
    await tick();
  }
}

/** Open a window; `prepare` fills the backend before it is asked for anything. */
export async function openWindow(prepare: (backend: FakeBackend) => void = () => undefined) {
  const backend = new FakeBackend();
  prepare(backend);
  const stores = new Stores(backend, new FakeVisibility());
  const { rerender } = render(App, { stores, onretry: () => undefined, drag: { kind: "away" } });
  await connect(backend, stores);
  await drawn();
  return { backend, stores, rerender };
}

/** The element with a `data-testid`. */
export const by = (testid: string): HTMLElement => screen.getByTestId(testid);
/** Whether there is one. */
export const has = (testid: string): boolean => screen.queryByTestId(testid) !== null;
/** All of them. */
export const all = (testid: string): HTMLElement[] => screen.queryAllByTestId(testid);

/** The rows of the list in the order of their places. */
export function rows(): HTMLElement[] {
  return all("track-row").sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index));
}

/** The titles of the rows in order. */
export function titles(): string[] {
  return rows().map((row) => row.querySelector(".title")?.textContent.trim() ?? "");
}

/** Press a key on whatever has the focus, or on an element. */
export async function press(key: string, keys: object = {}, on: Element | null = document.activeElement): Promise<void> {
  await fireEvent.keyDown(on ?? document.body, { key, ...keys });
  await drawn();
}

/** Click an element, or the one with a `data-testid`. */
export async function click(target: Element | string): Promise<void> {
  await fireEvent.click(typeof target === "string" ? by(target) : target);
  await drawn();
}

/** Type into a field in place of what it holds. */
export async function type(testid: string, value: string): Promise<void> {
  await fireEvent.input(by(testid), { target: { value } });
  await drawn();
}

/** The words of the notices. */
export const notices = (): string[] =>
  all("toast").map((toast) => [...toast.querySelectorAll("p")].map((line) => line.textContent).join(" "));

/** The labels of the lines of the menu that is open. */
export const menuLines = (): string[] =>
  screen.queryAllByRole("menuitem").map((line) => line.querySelector(".label")?.textContent ?? "");

/** Choose a line of the menu that is open. */
export async function choose(label: string): Promise<void> {
  const line = screen.getAllByRole("menuitem").find((each) => each.querySelector(".label")?.textContent === label);
  if (!line) throw new Error(`The menu has no “${label}”: ${menuLines().join(", ")}`);
  await click(line);
}
