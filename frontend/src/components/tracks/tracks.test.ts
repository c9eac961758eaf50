import { fireEvent, screen } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";

import {
  all, by, choose, click, drawn, has, menuLines, notices, openWindow, press, rows, titles,
} from "../../../tests/window";
import { fakeFolder, fakeTrack, type FakeBackend } from "../../lib/backend.fake";

const filled = (backend: FakeBackend): void => {
  backend.folders = [fakeFolder(1)];
  for (let id = 1; id <= 10; id++) {
    backend.tracks.set(id, fakeTrack(id, { title: `Song ${String(id)}`, album: id <= 4 ? "Slate" : "Rust" }));
  }
};

async function select(index: number, keys: object = {}): Promise<void> {
  await fireEvent.pointerDown(rows()[index] ?? document.body, { button: 0, ...keys });
  await fireEvent.pointerUp(window);
  by("track-list").focus();
  await drawn();
}

const hearts = (): (string | null)[] => all("favorite-toggle").map((heart) => heart.getAttribute("aria-pressed"));
const heartOf = (index: number): HTMLElement =>
  rows()[index]?.querySelector<HTMLElement>("[data-testid=favorite-toggle]") ?? document.body;
const queued = (backend: FakeBackend): number[] => backend.lists.queueRows().map(({ track }) => track.id);

describe("a heart", () => {
  test("likes its track, everywhere it is shown, and its row is not selected by it", async () => {
    const { backend, stores } = await openWindow((fake) => {
      filled(fake);
      fake.lists.fillQueue([2, 1]);
    });
    await fireEvent.pointerDown(heartOf(0), { button: 0 });
    await click(heartOf(0));
    expect(backend.tracks.get(1)?.favorite).toBe(true);
    expect(heartOf(0).getAttribute("aria-pressed")).toBe("true");
    const inQueue = all("queue-row").find((row) => row.dataset.trackId === "1");
    expect(inQueue?.querySelector("[data-testid=favorite-toggle]")?.getAttribute("aria-pressed")).toBe("true");
    expect(stores.selection.size).toBe(0);
    expect(notices()).toEqual([]);
  });

  test("that is taken away can be given back from the notice", async () => {
    await openWindow((fake) => {
      filled(fake);
      fake.setFavorite(1, true);
    });
    await click(heartOf(0));
    expect(hearts().includes("true")).toBe(false);
    expect(notices()).toEqual(["Removed 1 track from the liked songs"]);
    await click("toast-undo");
    expect(heartOf(0).getAttribute("aria-pressed")).toBe("true");
  });

  test("follows the command line", async () => {
    const { backend } = await openWindow(filled);
    void backend.request("favorites_set", { track_ids: [3], favorite: true });
    await drawn();
    expect(heartOf(2).getAttribute("aria-pressed")).toBe("true");
  });

  test("of all that is chosen fills with one key, and empties with it when all are full", async () => {
    const { backend } = await openWindow(filled);
    await select(0);
    await select(2, { shiftKey: true });
    await press("l");
    expect([...backend.tracks.values()].filter(({ favorite }) => favorite).map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(notices()).toEqual(["Added 3 tracks to the liked songs"]);
    await press("L");
    expect([...backend.tracks.values()].some(({ favorite }) => favorite)).toBe(false);
  });

  test("is asked of the whole selection also in the queue", async () => {
    const { backend } = await openWindow((fake) => {
      filled(fake);
      fake.lists.fillQueue([5, 6, 5]);
    });
    await press("a", { ctrlKey: true }, by("queue-list"));
    await press("l", {}, by("queue-list"));
    expect([...backend.tracks.values()].filter(({ favorite }) => favorite).map(({ id }) => id)).toEqual([5, 6]);
  });
});

describe("the liked songs", () => {
  test("are a list of their own, the newest first, that follows every heart", async () => {
    const { backend } = await openWindow((fake) => {
      filled(fake);
      for (const id of [4, 2, 9]) fake.setFavorite(id, true);
    });
    await press("2", { ctrlKey: true });
    expect(by("nav-favorites").getAttribute("aria-current")).toBe("page");
    expect(titles()).toEqual(["Song 9", "Song 2", "Song 4"]);
    void backend.request("favorites_set", { track_ids: [7], favorite: true });
    await drawn();
    expect(titles()).toEqual(["Song 7", "Song 9", "Song 2", "Song 4"]);
    await select(1);
    await press("Delete");
    expect(titles()).toEqual(["Song 7", "Song 2", "Song 4"]);
    expect(notices()).toEqual(["Removed 1 track from the liked songs"]);
  });

  test("invite when there are none", async () => {
    await openWindow(filled);
    await click("nav-favorites");
    expect(by("empty-list").textContent).toContain("Nothing liked yet");
  });
});

describe("the keys of what is chosen", () => {
  test("put it into the queue in the order of the list, at the end or next", async () => {
    const { backend } = await openWindow((fake) => {
      filled(fake);
      fake.lists.fillQueue([10, 10], 0);
    });
    await select(3);
    await select(1, { ctrlKey: true });
    await press("Enter", { ctrlKey: true });
    expect(queued(backend)).toEqual([10, 10, 2, 4]);
    expect(notices()).toEqual(["Added 2 tracks to the queue"]);
    await select(0);
    await press("Enter", { shiftKey: true });
    expect(queued(backend)).toEqual([10, 1, 10, 2, 4]);
  });

  test("name a whole list by its view, however long", async () => {
    const { backend } = await openWindow(filled);
    const sources: unknown[] = [];
    const request = backend.request.bind(backend);
    backend.request = (name, body) => {
      if (name === "queue_add") sources.push((body as { source: unknown }).source);
      return request(name, body);
    };
    await press("a", { ctrlKey: true }, by("track-list"));
    await press("Enter", { ctrlKey: true }, by("track-list"));
    expect(sources).toEqual([{ view: { view_id: 1, start: 0, count: 10 } }]);
    expect(queued(backend)).toHaveLength(10);
  });

  test("do nothing when nothing is chosen, and removing nothing where nothing can be removed", async () => {
    const { backend } = await openWindow(filled);
    await press("Enter", { ctrlKey: true }, by("track-list"));
    await select(0);
    await press("Delete");
    expect(backend.requested.filter((name) => /queue_add|favorites|remove/.test(name))).toEqual([]);
  });

  test("of the sheet are listed", async () => {
    await openWindow(filled);
    await press("?", {}, document.body);
    for (const words of ["Show or hide the queue", "Undo", "New window", "Add to a playlist", "Move up and down"]) {
      expect(by("shortcuts").textContent).toContain(words);
    }
  });

  test("open another window", async () => {
    const { backend } = await openWindow(filled);
    await press("n", { ctrlKey: true }, document.body);
    expect(backend.windows).toBe(2);
  });
});

describe("the menu", () => {
  const open = async (index: number): Promise<void> => {
    await fireEvent.contextMenu(rows()[index] ?? document.body, { button: 2, clientX: 300, clientY: 200 });
    await drawn();
  };

  test("is about the row under the pointer, or about all that are selected when it is one of them", async () => {
    const { stores } = await openWindow(filled);
    await open(2);
    expect([...stores.selection.ids]).toEqual([3]);
    expect(menuLines()).toEqual([
      "Play from here", "Play next", "Add to the queue", "Add to playlist", "Like", "Album", "Artist", "Show the file’s path",
    ]);
    await press("Escape");
    await select(4, { shiftKey: true });
    await open(3);
    expect(stores.selection.size).toBe(3);
    expect(menuLines()).toEqual(["Play", "Play next", "Add to the queue", "Add to playlist", "Like"]);
  });

  test("opens with the Menu key and Shift+F10 at the row with the focus, and gives the focus back", async () => {
    await openWindow(filled);
    await select(1);
    for (const [key, keys] of [["ContextMenu", {}], ["F10", { shiftKey: true }]] as const) {
      await press(key, keys);
      expect(document.activeElement?.textContent).toContain("Play from here");
      await press("Escape");
      expect(has("context-menu")).toBe(false);
      expect(document.activeElement).toBe(by("track-list"));
    }
  });

  test("is walked with the arrows, by letters, and into and out of its inner menus", async () => {
    await openWindow(filled);
    await select(0);
    await press("ContextMenu");
    const words = (): string | undefined => document.activeElement?.querySelector(".label")?.textContent;
    await press("ArrowDown");
    expect(words()).toBe("Play next");
    await press("ArrowUp");
    await press("ArrowUp");
    expect(words()).toBe("Show the file’s path");
    await press("a");
    expect(words()).toBe("Add to the queue");
    await press("a");
    await press("a");
    expect(words()).toBe("Album");
    await press("ArrowRight");
    expect(words()).toBe("Go to “Slate”");
    await press("ArrowLeft");
    expect(words()).toBe("Album");
    expect(all("context-menu")).toHaveLength(1);
    await press("End");
    await press("Home");
    expect(words()).toBe("Play from here");
  });

  test("goes to an album, and puts all of it into the queue", async () => {
    const { backend, stores } = await openWindow(filled);
    await click("nav-recently-added");
    await open(7);
    await choose("Album");
    await choose("Add all to the queue");
    expect(queued(backend)).toEqual([1, 2, 3, 4]);
    await open(7);
    await choose("Album");
    await choose("Go to “Slate”");
    expect(stores.navigation.place).toBe("library");
    expect(titles()).toEqual(["Song 1", "Song 2", "Song 3", "Song 4"]);
  });

  test("shows the path of a file", async () => {
    await openWindow(filled);
    await open(4);
    await choose("Show the file’s path");
    expect((by("file-path") as HTMLInputElement).value).toBe("/music/5.flac");
  });

  test("closes with a press elsewhere", async () => {
    await openWindow(filled);
    await open(0);
    await fireEvent.pointerDown(by("nav-library"));
    await drawn();
    expect(has("context-menu")).toBe(false);
  });
});

describe("undo", () => {
  test("takes back the newest act, whoever did it, and names it", async () => {
    const { backend } = await openWindow(filled);
    void backend.request("favorites_set", { track_ids: [1, 2], favorite: true });
    await drawn();
    await press("z", { ctrlKey: true }, by("track-list"));
    expect(notices()).toEqual(["Undone: Added 2 tracks to the liked songs"]);
    await press("y", { ctrlKey: true }, by("track-list"));
    expect(notices().at(-1)).toBe("Done again: Added 2 tracks to the liked songs");
    expect(heartOf(0).getAttribute("aria-pressed")).toBe("true");
  });

  test("says what could not be restored, and when there is nothing", async () => {
    const { backend } = await openWindow(filled);
    await press("z", { ctrlKey: true }, by("track-list"));
    expect(notices()).toEqual(["There is nothing to undo."]);
    const request = backend.request.bind(backend);
    backend.request = (name, body) =>
      name === "history_undo"
        ? Promise.resolve({ label: "Renamed it", not_restored: "The name changed since." } as never)
        : request(name, body);
    await press("z", { ctrlKey: true }, by("track-list"));
    expect(notices().at(-1)).toBe("Undone: Renamed it The name changed since.");
  });

  test("is not offered by a notice whose act is not the newest any more", async () => {
    const { backend } = await openWindow(filled);
    await select(0);
    await press("Enter", { ctrlKey: true });
    expect(has("toast-undo")).toBe(true);
    void backend.request("favorites_set", { track_ids: [5], favorite: true });
    await drawn();
    expect(has("toast-undo")).toBe(false);
  });

  test("is not offered by a notice when the newest act only has the same name", async () => {
    const { backend } = await openWindow(filled);
    await select(0);
    await press("Enter", { ctrlKey: true });
    expect(has("toast-undo")).toBe(true);
    void backend.request("queue_add", { source: { track_ids: [5] } });
    await drawn();
    expect(backend.lists.done.at(-1)?.label).toBe(backend.lists.done.at(-2)?.label);
    expect(has("toast-undo")).toBe(false);
  });

  test("of a notice takes back no other act that came between", async () => {
    const { backend } = await openWindow(filled);
    await select(0);
    await press("Enter", { ctrlKey: true });
    const request = backend.request.bind(backend);
    backend.request = async (name, body) => {
      if (name === "history_undo") await request("favorites_set", { track_ids: [5], favorite: true });
      return request(name, body);
    };
    await click("toast-undo");
    await drawn();
    expect(backend.tracks.get(5)?.favorite).toBe(true);
    expect(backend.lists.queue.order).toHaveLength(1);
    expect(notices().at(-1)).toContain("does not exist");
  });

  test("belongs to the text while a name is typed", async () => {
    const { backend } = await openWindow(filled);
    void backend.request("favorites_set", { track_ids: [5], favorite: true });
    await drawn();
    by("search").focus();
    await press("z", { ctrlKey: true });
    expect(backend.tracks.get(5)?.favorite).toBe(true);
  });

  test("of a folder's removal is offered where it was removed", async () => {
    await openWindow(filled);
    await click("nav-settings");
    await click(screen.getByRole("button", { name: /^Remove/ }));
    await click("folder-remove-confirm");
    expect(notices()).toEqual(["Removed a folder"]);
  });
});
