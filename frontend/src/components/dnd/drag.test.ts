import { fireEvent } from "@testing-library/svelte";
import { describe, expect, test, vi } from "vitest";

import { all, by, drawn, has, notices, openWindow, rows, titles } from "../../../tests/window";
import { fakeFolder, fakeTrack, type FakeBackend } from "../../lib/backend.fake";

const filled = (backend: FakeBackend): void => {
  backend.folders = [fakeFolder(1)];
  for (let id = 1; id <= 8; id++) backend.tracks.set(id, fakeTrack(id, { title: `Song ${String(id)}` }));
  backend.lists.fillQueue([1, 2, 3, 4], 0);
  backend.lists.fillPlaylist("Rain", [5, 6, 7]);
};

const queueRows = (): HTMLElement[] => all("queue-row").sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index));
const queued = (backend: FakeBackend): number[] => backend.lists.queueRows().map(({ track }) => track.id);
const inRain = (backend: FakeBackend): (number | undefined)[] => backend.lists.playlistRows(1).map(({ track }) => track?.id);

/** The height of a row of the queue; the document of a test has no layout, and every list begins at its upper edge. */
const QUEUE_ROW = 44;
const ROW = 32;

/** What is under the pointer from now on. */
const under = (element: Element): void => {
  vi.spyOn(document, "elementFromPoint").mockReturnValue(element);
};

async function pick(from: Element): Promise<void> {
  await fireEvent.pointerDown(from, { button: 0, clientX: 10, clientY: 10 });
  await drawn();
}

async function hold(over: Element, y: number): Promise<void> {
  under(over);
  await fireEvent.pointerMove(window, { buttons: 1, clientX: 10, clientY: 30 });
  await fireEvent.pointerMove(window, { buttons: 1, clientX: 10, clientY: y });
  await drawn();
}

async function letGo(): Promise<void> {
  await fireEvent.pointerUp(window);
  await drawn();
}

/** Whether a row shows that something would go beside it. */
const line = (row: Element | undefined): string =>
  ["above", "below"].filter((side) => row?.classList.contains(side)).join();

describe("rows that are carried", () => {
  test("go into the queue where the line is", async () => {
    const { backend } = await openWindow(filled);
    await pick(rows()[7] ?? document.body);
    expect(has("drag-ghost")).toBe(false);
    await hold(by("queue-panel"), 2 * QUEUE_ROW + 5);
    expect(by("drag-ghost").textContent).toContain("Song 8");
    expect(queueRows().map(line)).toEqual(["", "", "above", ""]);
    await letGo();
    expect(queued(backend)).toEqual([1, 2, 8, 3, 4]);
    expect(has("drag-ghost")).toBe(false);
    expect(queueRows().map(line).join("")).toBe("");
    expect(notices()).toEqual(["Added 1 track to the queue"]);
  });

  test("go to its end below its last row", async () => {
    const { backend } = await openWindow(filled);
    await pick(rows()[7] ?? document.body);
    await hold(by("queue-panel"), 600);
    expect(queueRows().map(line)).toEqual(["", "", "", "below"]);
    await letGo();
    expect(queued(backend)).toEqual([1, 2, 3, 4, 8]);
  });

  test("are all that are selected, in the order of the list, when one of them is picked up", async () => {
    const { backend } = await openWindow(filled);
    await pick(rows()[4] ?? document.body);
    await letGo();
    await fireEvent.pointerDown(rows()[2] ?? document.body, { button: 0, ctrlKey: true });
    await drawn();
    await pick(rows()[4] ?? document.body);
    await hold(by("queue-panel"), 0);
    expect(by("drag-ghost").textContent).toContain("2 tracks");
    await letGo();
    expect(queued(backend)).toEqual([3, 5, 1, 2, 3, 4]);
  });

  test("stay selected alone when the press on one of several was a click", async () => {
    const { stores } = await openWindow(filled);
    await pick(rows()[1] ?? document.body);
    await letGo();
    await fireEvent.pointerDown(rows()[3] ?? document.body, { button: 0, shiftKey: true });
    await drawn();
    expect(stores.selection.size).toBe(3);
    await pick(rows()[2] ?? document.body);
    expect(stores.selection.size).toBe(3);
    await letGo();
    expect([...stores.selection.ids]).toEqual([3]);
  });

  test("go to a playlist in the sidebar, which asks about those it has", async () => {
    const { backend } = await openWindow(filled);
    await pick(rows()[0] ?? document.body);
    await hold(by("playlist-item"), 100);
    expect(by("playlist-item").classList.contains("over")).toBe(true);
    await letGo();
    expect(inRain(backend)).toEqual([5, 6, 7, 1]);
    await pick(rows()[0] ?? document.body);
    await hold(by("playlist-item"), 100);
    await letGo();
    expect(has("duplicates-add")).toBe(true);
    expect(inRain(backend)).toEqual([5, 6, 7, 1]);
  });

  test("become a new playlist beside the playlists", async () => {
    await openWindow(filled);
    await pick(rows()[0] ?? document.body);
    await hold(by("playlist-new"), 100);
    await letGo();
    expect((by("playlist-name") as HTMLInputElement).value).toBe("New playlist");
  });

  test("fly back with Escape, where nothing takes them, and when the button was released elsewhere", async () => {
    const { backend } = await openWindow(filled);
    await pick(rows()[7] ?? document.body);
    await hold(by("queue-panel"), 10);
    await fireEvent.keyDown(window, { key: "Escape" });
    await drawn();
    expect(has("drag-ghost")).toBe(false);
    await letGo();
    await pick(rows()[7] ?? document.body);
    await hold(by("track-count"), 10);
    expect(by("drag-ghost").classList.contains("nowhere")).toBe(true);
    await letGo();
    await pick(rows()[7] ?? document.body);
    await hold(by("queue-panel"), 10);
    await fireEvent.pointerMove(window, { buttons: 0, clientX: 10, clientY: 90 });
    await letGo();
    expect(queued(backend)).toEqual([1, 2, 3, 4]);
  });
});

describe("entries that are carried", () => {
  test("move inside the queue, and keep their ids", async () => {
    const { backend } = await openWindow(filled);
    await pick(queueRows()[0] ?? document.body);
    await hold(by("queue-panel"), 3 * QUEUE_ROW);
    await letGo();
    expect(queued(backend)).toEqual([2, 3, 1, 4]);
    expect([...backend.lists.queue.order]).toEqual([2, 3, 1, 4]);
    expect(notices()).toEqual([]);
  });

  test("move inside a playlist, and are added to another list", async () => {
    const { backend, stores } = await openWindow(filled);
    stores.navigation.openPlaylist(1);
    await drawn();
    await pick(rows()[2] ?? document.body);
    await hold(by("track-list"), ROW);
    await letGo();
    expect(titles()).toEqual(["Song 7", "Song 5", "Song 6"]);
    await pick(rows()[0] ?? document.body);
    await hold(by("queue-panel"), QUEUE_ROW);
    await letGo();
    expect(queued(backend)).toEqual([1, 7, 2, 3, 4]);
    await pick(queueRows()[0] ?? document.body);
    await hold(by("track-list"), 3 * ROW);
    await letGo();
    expect(inRain(backend)).toEqual([7, 5, 1, 6]);
  });
});

describe("files from the desktop", () => {
  test("become entries of the list they are dropped on", async () => {
    const { backend, rerender } = await openWindow(filled);
    under(by("queue-panel"));
    await rerender({ drag: { kind: "over", x: 10, y: QUEUE_ROW } });
    expect(has("drop-overlay")).toBe(false);
    expect(queueRows().map(line)).toEqual(["", "above", "", ""]);
    await rerender({ drag: { kind: "dropped", paths: ["/music/6.flac", "/music/7.flac"] } });
    await drawn();
    expect(queued(backend)).toEqual([1, 6, 7, 2, 3, 4]);
    expect(backend.folders).toHaveLength(1);
  });

  test("are let be when they leave again", async () => {
    const { backend, rerender } = await openWindow(filled);
    under(by("queue-panel"));
    await rerender({ drag: { kind: "over", x: 10, y: QUEUE_ROW } });
    await rerender({ drag: { kind: "away" } });
    await drawn();
    expect(queueRows().map(line).join("")).toBe("");
    expect(queued(backend)).toEqual([1, 2, 3, 4]);
  });

  test("make a playlist when they are one, wherever nothing else takes them", async () => {
    const { backend, rerender } = await openWindow(filled);
    backend.lists.importable = [{ path: "/music/2.flac", title: "", artist: "", duration_ms: null }];
    await rerender({ drag: { kind: "over", x: 500, y: 300 } });
    expect(has("drop-overlay")).toBe(true);
    await rerender({ drag: { kind: "dropped", paths: ["/home/ada/Storm.M3U8"] } });
    await drawn();
    expect(titles()).toEqual(["Song 2"]);
    expect(notices()).toEqual(["Imported the playlist “Storm”"]);
    expect(backend.folders).toHaveLength(1);
  });
});
