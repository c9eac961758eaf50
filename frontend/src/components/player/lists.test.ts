import { fireEvent } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";

import { all, by, choose, click, drawn, menuLines, notices, openWindow, press, rows } from "../../../tests/window";
import { fakeFolder, fakeTrack, type FakeBackend } from "../../lib/backend.fake";
import { IDS_LIMIT } from "../../lib/contract.gen";
import { startAround } from "./acts";

/** A library of twelve tracks and a queue of so many entries. */
const filled = (entries: number, current = 0) => (backend: FakeBackend) => {
  backend.folders = [fakeFolder(1)];
  for (let id = 1; id <= 12; id++) {
    backend.tracks.set(id, fakeTrack(id, { title: `Song ${String(id)}`, album: id <= 4 ? "Slate" : "Rust" }));
  }
  if (entries > 0) backend.lists.fillQueue(Array.from({ length: entries }, (_each, at) => (at % 12) + 1), current);
};

const heardTitle = (): string => by("player-title").textContent.trim();
const queued = (backend: FakeBackend): number[] => backend.lists.queueRows().map(({ track }) => track.id);

describe("playing from a list", () => {
  const twice = async (row: Element | undefined): Promise<void> => {
    await fireEvent.dblClick(row ?? document.body);
    await drawn();
  };

  test("plays the whole list from the row that is clicked twice", async () => {
    const { backend } = await openWindow(filled(0));
    await twice(rows()[4]);
    expect(queued(backend)).toHaveLength(12);
    expect(heardTitle()).toBe("Song 5");
    expect(backend.player.state).toBe("playing");
    expect(notices()).toEqual([]);
  });

  test("plays from the row with the focus when Enter is pressed, where that row is by then", async () => {
    const { backend, stores } = await openWindow(filled(0));
    by("track-list").focus();
    await stores.selection.click(5);
    backend.put("added", [fakeTrack(100, { artist: "Aaron", title: "First of all" })]);
    await press("Enter");
    expect(heardTitle()).toBe("Song 6");
    expect(queued(backend)).toHaveLength(13);
  });

  test("takes as much of a list as fits at once, around the track that is chosen", () => {
    expect(startAround(0)).toBe(0);
    expect(startAround(IDS_LIMIT / 2)).toBe(0);
    for (const place of [70_000, 999_999]) {
      expect(place - startAround(place)).toBeGreaterThan(0);
      expect(place - startAround(place)).toBeLessThan(IDS_LIMIT);
    }
  });

  test("offers a queue that somebody gathered back, and not one that was only played", async () => {
    const { backend } = await openWindow(filled(3));
    void backend.request("queue_add", { source: { track_ids: [9] } });
    await drawn();
    await twice(rows()[2]);
    expect(notices()).toEqual(["Played 12 tracks"]);
    await click("toast-undo");
    expect(queued(backend)).toEqual([1, 2, 3, 9]);
    await twice(rows()[2]);
    for (const close of document.querySelectorAll<HTMLElement>(".toast .close")) await click(close);
    await twice(rows()[7]);
    expect(heardTitle()).toBe("Song 8");
    expect(notices()).toEqual([]);
  });

  test("plays a playlist from its entry, and an entry of the queue alone", async () => {
    const { backend, stores } = await openWindow((fake) => {
      filled(4)(fake);
      fake.lists.fillPlaylist("Rain", [7, 8, 7, 9]);
    });
    await click("playlist-item");
    await twice(rows()[2]);
    expect(queued(backend)).toEqual([7, 8, 7, 9]);
    expect(stores.queue.state?.current_place).toBe(2);
    await twice(all("queue-row")[3]);
    expect(queued(backend)).toEqual([7, 8, 7, 9]);
    expect(heardTitle()).toBe("Song 9");
  });

  test("is in the menus: from here for one, only these for several, all of an album", async () => {
    const { backend } = await openWindow(filled(0));
    const menu = async (at: number): Promise<void> => {
      await fireEvent.contextMenu(rows()[at] ?? document.body, { button: 2 });
      await drawn();
    };
    await menu(1);
    await choose("Play from here");
    expect(queued(backend)).toHaveLength(12);
    await fireEvent.pointerDown(rows()[3] ?? document.body, { button: 0, ctrlKey: true });
    await drawn();
    await menu(3);
    expect(menuLines()[0]).toBe("Play");
    await choose("Play");
    expect(queued(backend)).toEqual([2, 4]);
    await fireEvent.pointerDown(rows()[6] ?? document.body, { button: 0 });
    await menu(6);
    await choose("Album");
    await choose("Play all");
    expect(queued(backend)).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
    expect(heardTitle()).toBe("Song 5");
  });

  test("marks what is heard in every list, and tells playing from paused", async () => {
    const { backend } = await openWindow(filled(4, 1));
    const marks = (): (string | undefined)[] => [...rows(), ...all("queue-row")].map((row) => row.dataset.playing);
    expect(marks().filter(Boolean)).toEqual([]);
    backend.player.be("playing", 0);
    await drawn();
    expect(rows()[1]?.dataset.playing).toBe("playing");
    expect(rows()[1]?.getAttribute("aria-current")).toBe("true");
    expect(all("queue-row")[1]?.dataset.playing).toBe("playing");
    expect(marks().filter(Boolean)).toHaveLength(2);
    backend.player.be("paused", 1_000);
    await drawn();
    expect(marks().filter(Boolean)).toEqual(["paused", "paused"]);
  });
});
