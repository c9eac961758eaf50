import { fireEvent, render } from "@testing-library/svelte";
import { tick } from "svelte";
import { describe, expect, test } from "vitest";

import ListOfNumbers from "../../tests/ListOfNumbers.svelte";
import { HEIGHT } from "../../tests/setup";
import { all, by } from "../../tests/window";

const ROW = 32;
const ROOM = HEIGHT - ROW;
const FIT = ROOM / ROW;

function numbers(total: number) {
  const ranges: [number, number][] = [];
  const { component, rerender } = render(ListOfNumbers, {
    total,
    onrange: (start: number, count: number) => ranges.push([start, count]),
  });
  const scroll = async (to: number): Promise<void> => {
    by("numbers").scrollTop = to;
    await fireEvent.scroll(by("numbers"));
  };
  /** The numbers in the document that are really on the screen. */
  const onScreen = (): number[] => {
    const top = by("numbers").scrollTop;
    return all("number")
      .filter(({ dataset }) => Number(dataset.y) > top - ROW && Number(dataset.y) < top + ROOM)
      .map((element) => Number(element.textContent))
      .sort((a, b) => a - b);
  };
  return { component, rerender, ranges, scroll, onScreen };
}

describe("a long list", () => {
  test("has every row on the screen and few others, wherever it is scrolled", async () => {
    const { scroll, onScreen, ranges } = numbers(100_000);
    for (const row of [0, 1, 7, 50_000, 99_979, 12]) {
      await scroll(row * ROW + 5);
      const shown = onScreen();
      expect(shown[0]).toBe(row);
      expect(shown.at(-1)).toBeGreaterThanOrEqual(Math.min(99_999, row + FIT));
      expect(new Set(shown).size).toBe(shown.length);
      expect(all("number").length).toBeLessThan(FIT + 20);
      expect(ranges.at(-1)?.[0]).toBe(row);
    }
  });

  test("keeps its elements and fills them anew while it is scrolled", async () => {
    const { scroll } = numbers(1_000);
    await scroll(100 * ROW);
    const before = new Map(all("number").map((element) => [element.textContent, element]));
    await scroll(101 * ROW);
    const same = all("number").filter((element) => before.get(element.textContent) === element);
    expect(same.length).toBe(all("number").length - 1);
  });

  test("reaches its first and last row even when it is longer than a browser allows", async () => {
    const { scroll, onScreen } = numbers(5_000_000);
    const height = parseFloat(by("numbers").querySelector<HTMLElement>(".rows")?.style.height ?? "");
    expect(height).toBeLessThanOrEqual(30_000_000);
    await scroll(height - ROOM);
    expect(onScreen().at(-1)).toBe(4_999_999);
    await scroll(0);
    expect(onScreen()[0]).toBe(0);
  });

  test("goes exactly to a row when told to, scaled or not", async () => {
    for (const total of [1_000, 5_000_000]) {
      const { component, onScreen } = numbers(total);
      for (const row of [total - 500, 321, total - 30]) {
        component.moveTo(row);
        await tick();
        expect(component.topRow()).toBe(row);
        expect(onScreen()).toContain(row);
        expect(onScreen()).toContain(row + FIT - 2);
      }
      document.body.innerHTML = "";
    }
  });

  test("scrolls as little as needed to show a row whole", async () => {
    const { component } = numbers(1_000);
    component.reveal(5);
    expect(component.topRow()).toBe(0);
    component.reveal(100);
    expect(component.topRow()).toBe(100 - FIT + 1);
    component.reveal(90);
    expect(component.topRow()).toBe(100 - FIT + 1);
    component.reveal(40);
    expect(component.topRow()).toBe(40);
    await tick();
    expect(by("numbers").scrollTop).toBe(40 * ROW);
  });

  test("shows its end when it gets shorter than where it was scrolled", async () => {
    const { rerender, scroll, onScreen } = numbers(1_000);
    await scroll(900 * ROW);
    await rerender({ total: 50 });
    await tick();
    expect(onScreen().at(-1)).toBe(49);
    await rerender({ total: 3 });
    expect(onScreen()).toEqual([0, 1, 2]);
  });
});
