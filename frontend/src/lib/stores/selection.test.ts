// @vitest-environment node
import { beforeEach, describe, expect, test } from "vitest";

import { FakeVisibility } from "../../../tests/steps";
import { FakeBackend, fakeTrack } from "../backend.fake";
import { Stores } from ".";

let backend: FakeBackend;
let stores: Stores;

/** Ten thousand tracks by title, of which only the first chunks are held: track 1 is the first. */
beforeEach(async () => {
  backend = new FakeBackend();
  for (let id = 1; id <= 10_000; id++) backend.tracks.set(id, fakeTrack(id));
  stores = new Stores(backend, new FakeVisibility());
  await stores.library.load({ column: "title", descending: false });
});

const selected = (): number[] => [...stores.selection.ids].sort((a, b) => a - b);

describe("clicks", () => {
  test("select a row alone, toggle with Ctrl, and a range with Shift, from the row clicked last", async () => {
    const { selection } = stores;
    await selection.click(4);
    expect(selected()).toEqual([5]);
    await selection.click(6, { keep: true });
    expect(selected()).toEqual([5, 7]);
    await selection.click(4, { keep: true });
    expect(selected()).toEqual([7]);
    await selection.click(2, { range: true });
    expect(selected()).toEqual([3, 4, 5]);
    await selection.click(6, { range: true });
    expect(selected()).toEqual([5, 6, 7]);
    await selection.click(20);
    await selection.click(22, { range: true, keep: true });
    expect(selected()).toEqual([21, 22, 23]);
    expect(selection.focusId).toBe(23);
  });

  test("add a range to what is selected with Ctrl and Shift", async () => {
    const { selection } = stores;
    await selection.click(0);
    await selection.click(9, { keep: true });
    await selection.click(11, { keep: true, range: true });
    expect(selected()).toEqual([1, 10, 11, 12]);
  });

  test("select a range whose rows are not held by asking for its ids", async () => {
    const { selection } = stores;
    await selection.click(10);
    await selection.click(9_000, { range: true });
    expect(selection.size).toBe(8_991);
    expect(selection.has(11) && selection.has(9_001)).toBe(true);
    expect(selection.has(10) || selection.has(9_002)).toBe(false);
  });

  test("are acted on in their order, however long each takes", async () => {
    const { selection } = stores;
    await selection.click(0);
    const far = selection.click(9_000, { range: true });
    const near = selection.click(3);
    await Promise.all([far, near]);
    expect(selected()).toEqual([4]);
  });
});

describe("the selection", () => {
  test("takes all tracks of the list", async () => {
    await stores.selection.all();
    expect(stores.selection.size).toBe(10_000);
  });

  test("holds on to tracks, not places, when the order changes", async () => {
    const { selection, library } = stores;
    await selection.click(4);
    library.sortBy("title");
    await library.load();
    expect(library.page?.row(0)?.id).toBe(10_000);
    expect(selected()).toEqual([5]);
    await selection.move((from) => (from ?? 0) + 1);
    expect(selected()).toEqual([4]);
  });

  test("loses tracks that have left the library, and nothing else", async () => {
    const { selection } = stores;
    await selection.click(0);
    await selection.click(3, { range: true });
    selection.apply({ action: "removed", track_ids: [2, 700] });
    selection.apply({ action: "updated", track_ids: [3] });
    expect(selected()).toEqual([1, 3, 4]);
  });

  test("moves with the focus, or stays while Ctrl is held and Space decides", async () => {
    const { selection } = stores;
    await selection.move(() => 5);
    expect(selected()).toEqual([6]);
    await selection.move(() => 6, { keep: true });
    expect(selected()).toEqual([6]);
    selection.toggleFocus();
    expect(selected()).toEqual([6, 7]);
    await selection.move(() => 8, { range: true });
    expect(selected()).toEqual([7, 8, 9]);
    selection.clear();
    expect(selected()).toEqual([]);
    expect(selection.focusId).toBe(9);
  });

  test("is what the keys pressed before have chosen, even those that still wait for a reply", async () => {
    const { selection } = stores;
    await selection.click(0);
    const far = selection.move(() => 9_000);
    expect(await selection.chosen()).toEqual([9_001]);
    await far;
  });

  test("says where the focus is when its track has gone: as near as there is a row", async () => {
    const { selection, library } = stores;
    await selection.move(() => 9_999);
    backend.remove(Array.from({ length: 100 }, (_, at) => 9_901 + at));
    await new Promise((resolve) => setTimeout(resolve));
    library.reload();
    await library.load();
    let from: number | null = null;
    await selection.move((index) => {
      from = index;
      return index;
    });
    expect(from).toBe(9_899);
    expect(selected()).toEqual([9_900]);
  });
});
