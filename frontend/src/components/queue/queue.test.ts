import { fireEvent } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";

import { all, by, choose, click, drawn, has, menuLines, notices, openWindow, press, type } from "../../../tests/window";
import { fakeFolder, fakeTrack, type FakeBackend } from "../../lib/backend.fake";

/** A library of twelve tracks and a queue of so many entries. */
const filled = (entries: number, current = 0) => (backend: FakeBackend) => {
  backend.folders = [fakeFolder(1)];
  for (let id = 1; id <= 12; id++) backend.tracks.set(id, fakeTrack(id, { title: `Song ${String(id)}` }));
  if (entries > 0) backend.lists.fillQueue(Array.from({ length: entries }, (_each, at) => (at % 12) + 1), current);
};

const rows = (): HTMLElement[] => all("queue-row").sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index));
const titles = (): string[] => rows().map((row) => row.querySelector(".title")?.textContent ?? "");
const chosen = (): string[] =>
  rows().flatMap((row) => (row.getAttribute("aria-selected") === "true" ? (row.querySelector(".title")?.textContent ?? "") : []));

async function select(index: number, keys: object = {}): Promise<void> {
  await fireEvent.pointerDown(rows()[index] ?? document.body, { button: 0, ...keys });
  await fireEvent.pointerUp(window);
  by("queue-list").focus();
  await drawn();
}

describe("the queue", () => {
  test("shows its entries with the current one, what has played, and its length", async () => {
    await openWindow(filled(5, 2));
    expect(titles()).toEqual(["Song 1", "Song 2", "Song 3", "Song 4", "Song 5"]);
    expect(rows().map((row) => row.getAttribute("aria-current"))).toEqual([null, null, "true", null, null]);
    expect(rows().map((row) => row.dataset.played === "true")).toEqual([true, true, false, false, false]);
    expect(rows().filter((row) => row.querySelector(".away"))).toEqual([]);
    expect(by("queue-length").textContent).toBe("5 tracks");
    expect(rows().map((row) => row.dataset.entryId)).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("invites when it is empty, and follows what comes from elsewhere", async () => {
    const { backend } = await openWindow(filled(0));
    expect(by("queue-empty").textContent).toContain("Nothing waits");
    void backend.request("queue_add", { source: { track_ids: [3, 3] } });
    await drawn();
    expect(titles()).toEqual(["Song 3", "Song 3"]);
    expect(notices()).toEqual([]);
  });

  test("has only the rows near the screen in the document, of 20,000, and starts at the current one", async () => {
    await openWindow(filled(20_000, 15_000));
    expect(all("queue-row").length).toBeLessThan(50);
    expect(by("queue-length").dataset.length).toBe("20000");
    expect(rows().some((row) => row.getAttribute("aria-current") === "true")).toBe(true);
  });

  test("is folded by a key and by its button, in all windows", async () => {
    const { backend } = await openWindow(filled(3));
    await press("q", {}, document.body);
    expect(has("queue-panel")).toBe(false);
    expect(backend.settings.queue_open).toBe(false);
    await click("queue-toggle");
    expect(titles()).toHaveLength(3);
    void backend.request("settings_set", { key: "queue_open", value: false });
    await drawn();
    expect(has("queue-panel")).toBe(false);
  });

  test("says so when it cannot be read, keeps its rows, and tries again when asked", async () => {
    const { backend, stores } = await openWindow(filled(3));
    backend.fail("queue_rows", { message: "Busy.", hint: "Wait." });
    stores.queue.reload();
    await drawn();
    expect(by("queue-error").textContent).toContain("Busy. Wait.");
    expect(titles()).toHaveLength(3);
    await click(by("queue-error").querySelector("button") ?? document.body);
    expect(has("queue-error")).toBe(false);
  });
});

describe("the keys of the queue", () => {
  test("make an entry the current one, and a double click does", async () => {
    await openWindow(filled(4));
    await select(2);
    await press("Enter");
    expect(rows()[2]?.getAttribute("aria-current")).toBe("true");
    await fireEvent.dblClick(rows()[3] ?? document.body);
    await drawn();
    expect(rows()[3]?.getAttribute("aria-current")).toBe("true");
  });

  test("remove what is chosen, name it, and the notice takes it back with the same entries", async () => {
    const { backend } = await openWindow(filled(6));
    const before = backend.lists.queue.order;
    await select(1);
    await select(3, { shiftKey: true });
    expect(chosen()).toEqual(["Song 2", "Song 3", "Song 4"]);
    await press("Delete");
    expect(titles()).toEqual(["Song 1", "Song 5", "Song 6"]);
    expect(notices()).toEqual(["Removed 3 tracks from the queue"]);
    await click("toast-undo");
    expect(backend.lists.queue.order).toEqual(before);
    expect(titles()).toHaveLength(6);
    expect(notices()).toEqual(["Undone: Removed 3 tracks from the queue"]);
  });

  test("give the focus to the entry that takes the place of one that goes", async () => {
    const { stores } = await openWindow(filled(4));
    await select(1);
    await press("Delete");
    expect(titles()).toEqual(["Song 1", "Song 3", "Song 4"]);
    expect(stores.queue.list.selection.focusId).toBe(3);
    await press("ArrowDown");
    expect(chosen()).toEqual(["Song 4"]);
  });

  test("move what is chosen, as a drag does", async () => {
    await openWindow(filled(5));
    await select(1);
    await select(2, { shiftKey: true });
    await press("ArrowDown", { altKey: true });
    expect(titles()).toEqual(["Song 1", "Song 4", "Song 2", "Song 3", "Song 5"]);
    await press("ArrowUp", { altKey: true });
    await press("ArrowUp", { altKey: true });
    expect(titles()).toEqual(["Song 2", "Song 3", "Song 1", "Song 4", "Song 5"]);
    await press("End", { altKey: true });
    expect(titles()).toEqual(["Song 1", "Song 4", "Song 5", "Song 2", "Song 3"]);
    await press("Home", { altKey: true });
    expect(titles()).toEqual(["Song 2", "Song 3", "Song 1", "Song 4", "Song 5"]);
    expect(chosen()).toEqual(["Song 2", "Song 3"]);
  });

  test("pressed faster than replies come move as often as they were pressed", async () => {
    await openWindow(filled(5));
    await select(4);
    for (let times = 0; times < 3; times++) void fireEvent.keyDown(by("queue-list"), { key: "ArrowUp", altKey: true });
    await drawn();
    await drawn();
    expect(titles()).toEqual(["Song 1", "Song 5", "Song 2", "Song 3", "Song 4"]);
  });

  test("do nothing at the end and without anything chosen", async () => {
    const { backend } = await openWindow(filled(3));
    await select(2);
    await press("ArrowDown", { altKey: true });
    await press("End", { altKey: true });
    expect(backend.requested).not.toContain("queue_move");
  });
});

describe("the modes of the queue", () => {
  test("shuffle leaves the current entry where it is, and brings the order back", async () => {
    await openWindow(filled(8, 2));
    await click("queue-shuffle");
    expect(by("queue-shuffle").getAttribute("aria-pressed")).toBe("true");
    expect(titles()[2]).toBe("Song 3");
    expect(titles().toSorted()).toEqual(["Song 1", "Song 2", "Song 3", "Song 4", "Song 5", "Song 6", "Song 7", "Song 8"]);
    expect(notices()).toEqual(["Shuffled the queue"]);
    await click("queue-shuffle");
    expect(titles().slice(0, 3)).toEqual(["Song 1", "Song 2", "Song 3"]);
  });

  test("repeat goes round, and its button says what it is", async () => {
    const { backend } = await openWindow(filled(2));
    const seen: string[] = [];
    for (let times = 0; times < 3; times++) {
      await click("queue-repeat");
      seen.push(`${backend.lists.repeat}: ${by("queue-repeat").getAttribute("aria-label") ?? ""}`);
    }
    expect(seen).toEqual(["all: Repeat: the whole queue", "one: Repeat: the current track", "off: Repeat: off"]);
  });

  test("stopping after the current track is seen, and can be called off", async () => {
    const { backend } = await openWindow(filled(2));
    await click("queue-menu");
    await choose("Stop after the current track");
    expect(by("queue-panel").textContent).toContain("Stops after the current track");
    await click("queue-stop-off");
    expect(backend.lists.stopAfterCurrent).toBe(false);
    expect(has("queue-stop-off")).toBe(false);
  });
});

describe("the menu of the queue", () => {
  test("keeps only the current track, and clears", async () => {
    await openWindow(filled(5, 1));
    await click("queue-menu");
    await choose("Keep only the current track");
    expect(titles()).toEqual(["Song 2"]);
    await click("queue-menu");
    await choose("Clear the queue");
    expect(has("queue-empty")).toBe(true);
    await press("z", { ctrlKey: true }, document.body);
    await press("z", { ctrlKey: true }, document.body);
    expect(notices()).toEqual([
      "Undone: Cleared the queue", "Undone: Removed all but the current track from the queue",
    ]);
    expect(titles()).toHaveLength(5);
    await press("Z", { ctrlKey: true, shiftKey: true }, document.body);
    expect(titles()).toEqual(["Song 2"]);
    expect(notices().at(-1)).toBe("Done again: Removed all but the current track from the queue");
  });

  test("has nothing to offer that would do nothing", async () => {
    await openWindow(filled(0));
    await click("queue-menu");
    const disabled = [...document.querySelectorAll<HTMLButtonElement>("[role=menuitem]:disabled .label")];
    expect(disabled.map(({ textContent }) => textContent)).toEqual([
      "Show the current track", "Save as a playlist…", "Keep only the current track", "Clear the queue",
    ]);
  });

  test("saves the queue as a playlist under a name", async () => {
    const { backend } = await openWindow(filled(3));
    await click("queue-menu");
    await choose("Save as a playlist…");
    await type("playlist-name", "Evening");
    await click("playlist-create");
    expect(backend.lists.playlistList().map(({ name, length }) => [name, length])).toEqual([["Evening", 3]]);
    expect(notices()).toEqual(["Saved the queue as the playlist “Evening”"]);
    expect(by("playlist-item").textContent).toContain("Evening");
  });

  test("of an entry lets it be heard next by moving it", async () => {
    await openWindow(filled(5, 1));
    await fireEvent.contextMenu(rows()[4] ?? document.body, { button: 2 });
    await drawn();
    expect(menuLines()).toContain("Remove from the queue");
    await choose("Play next");
    expect(titles()).toEqual(["Song 1", "Song 2", "Song 5", "Song 3", "Song 4"]);
  });
});
