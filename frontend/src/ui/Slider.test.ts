import { fireEvent, render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { expect, test, vi } from "vitest";

import Slider from "./Slider.svelte";

const props = { label: "Height", value: 10, min: -20, max: 20, keyStep: 2, text: "10 m", testid: "line" };
const line = (): HTMLInputElement => screen.getByTestId("line");

test("a slider has a name and its value in words", () => {
  render(Slider, { ...props, onvalue: () => Promise.resolve() });
  expect(line().getAttribute("aria-label")).toBe("Height");
  expect(line().getAttribute("aria-valuetext")).toBe("10 m");
});

test("a slider stays where it was let go until that is done, and then shows its value", async () => {
  let done: () => void = () => undefined;
  const onvalue = vi.fn(() => new Promise<void>((resolve) => (done = resolve)));
  const onhold = vi.fn();
  const { rerender } = render(Slider, { ...props, onvalue, onhold });
  line().value = "4";
  await fireEvent.input(line());
  await rerender({ value: 11 });
  expect(line().value).toBe("4");
  await fireEvent.change(line());
  expect(onvalue).toHaveBeenCalledWith(4);
  await rerender({ value: 12 });
  expect(line().value).toBe("4");
  done();
  await new Promise((resolve) => setTimeout(resolve));
  await tick();
  expect(line().value).toBe("12");
  expect(onhold.mock.calls.map(([value]) => value as unknown)).toEqual([4, 4, null]);
});

test.each([
  ["ArrowRight", 12], ["ArrowUp", 12], ["ArrowLeft", 8], ["ArrowDown", 8], ["PageUp", 20], ["PageDown", 0],
  ["Home", -20], ["End", 20],
])("%s moves a slider to %d", async (key, to) => {
  const onvalue = vi.fn(() => Promise.resolve());
  render(Slider, { ...props, onvalue });
  await fireEvent.keyDown(line(), { key });
  expect(onvalue).toHaveBeenCalledWith(to);
});

test("keys with others held are not the slider's", async () => {
  const onvalue = vi.fn(() => Promise.resolve());
  render(Slider, { ...props, onvalue });
  for (const held of [{ ctrlKey: true }, { shiftKey: true }, { altKey: true }]) {
    await fireEvent.keyDown(line(), { key: "ArrowRight", ...held });
  }
  expect(onvalue).not.toHaveBeenCalled();
});

test("the wheel moves a slider, unless it is off", async () => {
  const onvalue = vi.fn(() => Promise.resolve());
  const { rerender } = render(Slider, { ...props, onvalue });
  await fireEvent.wheel(line(), { deltaY: -3 });
  expect(onvalue).toHaveBeenLastCalledWith(12);
  await fireEvent.wheel(line(), { deltaY: 3 });
  expect(onvalue).toHaveBeenLastCalledWith(8);
  await rerender({ disabled: true });
  await fireEvent.wheel(line(), { deltaY: 3 });
  expect(onvalue).toHaveBeenCalledTimes(2);
});
