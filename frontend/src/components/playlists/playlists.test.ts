import { fireEvent, screen } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";

import {
  all, by, choose, click, drawn, has, menuLines, notices, openWindow, press, rows, titles, type,
} from "../../../tests/window";
import { fakeFolder, fakeTrack, type FakeBackend } from "../../lib/backend.fake";

const LOST = { path: "/old/gulls.mp3", title: "Gulls", artist: "Coast Walks", duration_ms: 65_000 };

/** A library of eight tracks, a playlist “Rain” of tracks 1 to 4 and an entry without a track, and an empty “Sun”. */
const filled = (backend: FakeBackend): void => {
  backend.folders = [fakeFolder(1)];
  for (let id = 1; id <= 8; id++) backend.tracks.set(id, fakeTrack(id, { title: `Song ${String(id)}` }));
  backend.lists.fillPlaylist("Rain", [1, 2, 3, 4], [LOST]);
  backend.lists.fillPlaylist("Sun", []);
};

const names = (): (string | undefined)[] =>
  all("playlist-item").map((item) => item.querySelector(".name")?.textContent);
const item = (name: string): HTMLElement => {
  const found = all("playlist-item").find((each) => each.querySelector(".name")?.textContent === name);
  if (!found) throw new Error(`There is no playlist “${name}”.`);
  return found;
};

async function select(index: number, keys: object = {}): Promise<void> {
  await fireEvent.pointerDown(rows()[index] ?? document.body, { button: 0, ...keys });
  await fireEvent.pointerUp(window);
  by("track-list").focus();
  await drawn();
}

async function menuOf(element: Element): Promise<void> {
  await fireEvent.contextMenu(element, { button: 2 });
  await drawn();
}

describe("the playlists in the sidebar", () => {
  test("are there by name with their lengths, and follow what is done elsewhere", async () => {
    const { backend } = await openWindow(filled);
    expect(names()).toEqual(["Rain", "Sun"]);
    expect(item("Rain").querySelector(".length")?.textContent).toBe("5");
    expect(item("Rain").dataset.playlistId).toBe("1");
    void backend.request("playlist_create", { name: "Fog", source: { track_ids: [1] } });
    void backend.request("playlist_update", { playlist_id: 2, name: "Snow" });
    await drawn();
    expect(names()).toEqual(["Fog", "Rain", "Snow"]);
  });

  test("are made in place, and opened", async () => {
    const { backend } = await openWindow(filled);
    await click("playlist-new");
    expect(document.activeElement).toBe(by("playlist-name"));
    await type("playlist-name", "Wind");
    await press("Enter");
    expect(names()).toEqual(["Rain", "Sun", "Wind"]);
    expect(item("Wind").getAttribute("aria-current")).toBe("page");
    expect(screen.getByRole("heading", { level: 1 }).textContent).toBe("Wind");
    expect(by("playlist-empty").textContent).toContain("Still silent");
    expect(backend.lists.done).toHaveLength(1);
  });

  test("are not made when the name is left empty or Escape is pressed", async () => {
    const { backend } = await openWindow(filled);
    await press("N", { ctrlKey: true, shiftKey: true });
    await press("Enter");
    expect(has("playlist-name")).toBe(false);
    await click("playlist-new");
    await type("playlist-name", "Wind");
    await press("Escape");
    expect(backend.lists.done).toHaveLength(0);
  });

  test("are renamed in place by F2 and from the menu", async () => {
    await openWindow(filled);
    item("Rain").focus();
    await press("F2");
    expect((by("playlist-name") as HTMLInputElement).value).toBe("Rain");
    await type("playlist-name", "Drizzle");
    await press("Enter");
    expect(names()).toEqual(["Drizzle", "Sun"]);
    expect(document.activeElement).toBe(item("Drizzle"));
    expect(notices()).toEqual(["Renamed the playlist “Rain” to “Drizzle”"]);
    await menuOf(item("Sun"));
    await choose("Rename");
    await type("playlist-name", "Moon");
    await fireEvent.blur(by("playlist-name"));
    await drawn();
    expect(names()).toEqual(["Drizzle", "Moon"]);
  });

  test("are deleted without a question, and the notice brings one back", async () => {
    await openWindow(filled);
    await click(item("Rain"));
    item("Rain").focus();
    await press("Delete");
    expect(names()).toEqual(["Sun"]);
    expect(by("nav-library").getAttribute("aria-current")).toBe("page");
    expect(notices()).toEqual(["Deleted the playlist “Rain”"]);
    await click("toast-undo");
    expect(names()).toEqual(["Rain", "Sun"]);
    await click(item("Rain"));
    expect(titles()).toEqual(["Song 1", "Song 2", "Song 3", "Song 4", "Gulls"]);
  });

  test("go into the queue as a whole, and are copied", async () => {
    const { backend } = await openWindow(filled);
    await menuOf(item("Rain"));
    await choose("Add to the queue");
    expect(backend.lists.queueRows().map(({ track }) => track.id)).toEqual([1, 2, 3, 4]);
    await menuOf(item("Rain"));
    await choose("Make a copy");
    expect(names()).toEqual(["Copy of Rain", "Rain", "Sun"]);
  });
});

describe("a playlist", () => {
  test("shows its entries by their places, and what could not be matched as it was imported", async () => {
    await openWindow(filled);
    await click(item("Rain"));
    expect(titles()).toEqual(["Song 1", "Song 2", "Song 3", "Song 4", "Gulls"]);
    expect(rows().map((row) => row.querySelector(".number")?.textContent.trim())).toEqual(["1", "2", "3", "4", "5"]);
    const lost = rows()[4];
    expect(lost?.dataset.state).toBe("unresolved");
    expect(lost?.title).toContain("/old/gulls.mp3");
    expect(lost?.querySelector(".title")?.getAttribute("aria-label")).toBe("Not found: Gulls");
    expect(lost?.querySelector(".length")?.textContent.trim()).toBe("1:05");
    expect(rows().map((row) => row.dataset.entryId)).toEqual(["1", "2", "3", "4", "5"]);
  });

  test("follows what is done to it elsewhere, and says when it is gone", async () => {
    const { backend } = await openWindow(filled);
    await click(item("Rain"));
    void backend.request("playlist_remove", { playlist_id: 1, entry_ids: [1, 3] });
    await drawn();
    expect(titles()).toEqual(["Song 2", "Song 4", "Gulls"]);
    void backend.request("playlist_delete", { playlist_id: 1 });
    await drawn();
    expect(by("playlist-gone").textContent).toContain("not there any more");
    void backend.request("history_undo", {});
    await drawn();
    expect(titles()).toEqual(["Song 2", "Song 4", "Gulls"]);
  });

  test("loses what is chosen, and moves it, by keys", async () => {
    await openWindow(filled);
    await click(item("Rain"));
    await select(0);
    await press("ArrowDown", { altKey: true });
    expect(titles()).toEqual(["Song 2", "Song 1", "Song 3", "Song 4", "Gulls"]);
    await press("Delete");
    expect(titles()).toEqual(["Song 2", "Song 3", "Song 4", "Gulls"]);
    expect(notices()).toEqual(["Removed 1 track from the playlist “Rain”"]);
  });

  test("is described in its place", async () => {
    const { backend } = await openWindow(filled);
    await click(item("Rain"));
    await click("playlist-description");
    await type("playlist-description-field", "For grey afternoons");
    await press("Enter", {}, by("playlist-description-field"));
    expect(by("playlist-description").textContent).toBe("For grey afternoons");
    expect(backend.lists.playlistList()[0]?.description).toBe("For grey afternoons");
    await click("playlist-description");
    await type("playlist-description-field", "Never mind");
    await press("Escape", {}, by("playlist-description-field"));
    expect(by("playlist-description").textContent).toBe("For grey afternoons");
  });

  test("selects in itself and not in the library", async () => {
    const { stores } = await openWindow(filled);
    await click(item("Rain"));
    await select(1);
    expect([...stores.playlists.list.selection.ids]).toEqual([2]);
    expect(stores.selection.size).toBe(0);
    expect(by("playlist-count").textContent).toContain("1 selected");
    await click(item("Sun"));
    expect(stores.playlists.list.selection.size).toBe(0);
  });

  test("is left for the library when somebody searches", async () => {
    await openWindow(filled);
    await click(item("Rain"));
    await press("/", {}, document.body);
    expect(document.activeElement).toBe(by("search"));
  });
});

describe("adding to a playlist", () => {
  test("happens from the menu of what is chosen", async () => {
    const { backend } = await openWindow(filled);
    await select(0);
    await select(2, { shiftKey: true });
    await menuOf(rows()[1] ?? document.body);
    await choose("Add to playlist");
    expect(menuLines()).toEqual(expect.arrayContaining(["New playlist…", "Rain", "Sun"]));
    await choose("Sun");
    expect(backend.lists.playlistRows(2).map(({ track }) => track?.id)).toEqual([1, 2, 3]);
    expect(notices()).toEqual(["Added 3 tracks to the playlist “Sun”"]);
  });

  test("asks once when some are in it already, and adds all, only the others, or none", async () => {
    const { backend } = await openWindow(filled);
    const addAll = async (answer: string | null): Promise<number> => {
      const before = backend.lists.playlistRows(1).length;
      await press("a", { ctrlKey: true }, by("track-list"));
      await press("p", {}, by("track-list"));
      await press("Enter", {}, by("playlist-filter"));
      expect(screen.getByRole("dialog", { hidden: true }).textContent).toContain("4 tracks are already in “Rain”");
      if (answer) await click(answer);
      else await click(screen.getByText("Cancel"));
      expect(document.querySelector("dialog")).toBeNull();
      return backend.lists.playlistRows(1).length - before;
    };
    expect(await addAll(null)).toBe(0);
    expect(await addAll("duplicates-skip")).toBe(4);
    void backend.request("history_undo", {});
    await drawn();
    expect(await addAll("duplicates-add")).toBe(8);
  });

  test("does not offer the others when there are none", async () => {
    await openWindow(filled);
    await select(0);
    await press("p");
    await press("Enter", {}, by("playlist-filter"));
    expect(screen.getByRole("dialog", { hidden: true }).textContent).toContain("This track is already in “Rain”");
    expect(has("duplicates-skip")).toBe(false);
  });

  test("finds the playlist by a part of its name, with the keys alone, or makes one", async () => {
    const { backend } = await openWindow(filled);
    await select(6);
    await press("p");
    await type("playlist-filter", "su");
    expect(all("playlist-option").map((each) => each.textContent.trim())).toEqual(["Sun 0", "New playlist…"]);
    await press("Enter", {}, by("playlist-filter"));
    expect(backend.lists.playlistRows(2)).toHaveLength(1);
    await press("p", {}, by("track-list"));
    await type("playlist-filter", "nothing like it");
    await press("Enter", {}, by("playlist-filter"));
    await type("playlist-name", "Fresh");
    await click("playlist-create");
    expect(names()).toContain("Fresh");
    expect(notices()).toContain("Created the playlist “Fresh”");
  });

  test("says in its place what is wrong with a name", async () => {
    const { backend } = await openWindow(filled);
    await select(0);
    await menuOf(rows()[0] ?? document.body);
    await choose("Add to playlist");
    await choose("New playlist…");
    backend.fail("playlist_create", { code: "playlist", message: "Too long.", hint: "Shorten it." });
    await click("playlist-create");
    expect(by("field-error").textContent).toBe("Too long. Shorten it.");
  });
});

describe("playlist files", () => {
  test("are imported with a report, and opened", async () => {
    const { backend } = await openWindow(filled);
    backend.lists.importable = [{ ...LOST, path: "/music/1.flac" }, LOST];
    backend.picked = "/home/ada/storm.m3u8";
    await click("playlist-import");
    await click("import-browse");
    await click("import-submit");
    expect(by("import-report").textContent).toContain("1 track found in the library");
    expect(by("import-report").textContent).toContain("1 entry not found");
    await click("import-open");
    expect(titles()).toEqual(["Song 1", "Gulls"]);
    expect(names()).toContain("storm");
  });

  test("say what is wrong with them next to the field", async () => {
    const { backend } = await openWindow(filled);
    await click("playlist-import");
    backend.fail("playlist_import", { code: "playlist", message: "This is a picture.", hint: "Choose another file." });
    await type("import-path", "/x.png");
    await click("import-submit");
    expect(by("field-error").textContent).toBe("This is a picture. Choose another file.");
    await type("import-path", "/y.m3u");
    expect(has("field-error")).toBe(false);
  });

  test("are written in a format, with a report", async () => {
    const { backend } = await openWindow(filled);
    await menuOf(item("Rain"));
    await choose("Export…");
    expect((by("export-path") as HTMLInputElement).value).toBe("~/Rain.m3u8");
    await click(screen.getByLabelText("XSPF"));
    expect((by("export-path") as HTMLInputElement).value).toBe("~/Rain.xspf");
    await click(screen.getByLabelText("Absolute"));
    const asked: unknown[] = [];
    const request = backend.request.bind(backend);
    backend.request = (name, body) => {
      if (name === "playlist_export") asked.push(body);
      return request(name, body);
    };
    await click("export-submit");
    expect(asked).toEqual([{ playlist_id: 1, path: "~/Rain.xspf", format: "xspf", relative: false }]);
    expect(by("export-report").textContent).toContain("5 entries written to");
  });
});
