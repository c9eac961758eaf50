import { fireEvent } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";

import { all, by, drawn, has, openWindow, rows, titles, type } from "../../../tests/window";
import { fakeFolder, fakeTrack, type FakeBackend } from "../../lib/backend.fake";

const filled = (tracks: number) => (backend: FakeBackend) => {
  backend.folders = [fakeFolder(1)];
  for (let id = 1; id <= tracks; id++) backend.tracks.set(id, fakeTrack(id));
};

async function press(key: string, keys: { shiftKey?: boolean; ctrlKey?: boolean } = {}): Promise<void> {
  await fireEvent.keyDown(by("track-list"), { key, ...keys });
  await drawn();
}

const selected = (): number[] =>
  rows()
    .filter((row) => row.getAttribute("aria-selected") === "true")
    .map((row) => Number(row.dataset.trackId));

describe("the list", () => {
  test("shows its tracks with their places, for eyes and for screen readers", async () => {
    await openWindow(filled(1_234));
    expect(by("track-count").textContent).toContain("1,234 tracks");
    const list = by("track-list");
    expect(list.getAttribute("role")).toBe("grid");
    expect(list.getAttribute("aria-rowcount")).toBe("1235");
    expect(rows()[0]?.getAttribute("aria-rowindex")).toBe("2");
    expect(titles().slice(0, 3)).toEqual(["Track 000001", "Track 000002", "Track 000003"]);
  });

  test("has only the rows near the screen in the document", async () => {
    await openWindow(filled(20_000));
    expect(all("track-row").length).toBeLessThan(50);
  });

  test("shows a title made of HTML as text", async () => {
    const title = "<img src=x onerror=alert(1)><b>bold</b>";
    await openWindow((backend) => {
      filled(0)(backend);
      backend.tracks.set(1, fakeTrack(1, { title }));
    });
    expect(titles()).toEqual([title]);
    expect(by("track-list").querySelector("img, b")).toBeNull();
  });

  test("says of missing and offline tracks why they are grey", async () => {
    await openWindow((backend) => {
      filled(1)(backend);
      backend.tracks.set(2, fakeTrack(2, { state: "missing" }));
      backend.tracks.set(3, fakeTrack(3, { state: "offline" }));
    });
    const [ok, missing, offline] = rows();
    expect(ok?.title).toBe("");
    expect(missing?.title).toMatch(/^Missing: .* this file is not/);
    expect(offline?.title).toMatch(/^Offline: .* cannot be reached/);
    expect(missing?.querySelector(".title")?.getAttribute("aria-label")).toBe("Missing: Track 000002");
    expect(ok?.querySelector(".title")?.getAttribute("aria-label")).toBeNull();
  });

  test("shows rows that arrive, and tracks that change, because of their events", async () => {
    const { backend } = await openWindow(filled(2));
    backend.put("added", [fakeTrack(3)]);
    backend.put("updated", [fakeTrack(1, { title: "Renamed" })]);
    await drawn();
    expect(titles()).toEqual(["Renamed", "Track 000002", "Track 000003"]);
    expect(by("track-count").textContent).toContain("3 tracks");
  });

  test("holds still what is looked at when a track comes above it, and shows another list from its top", async () => {
    const { backend, stores } = await openWindow(filled(500));
    for (let page = 0; page < 5; page++) await press("PageDown");
    const before = titles();
    expect(before).not.toContain("Track 000001");
    backend.put("added", [fakeTrack(0)]);
    await drawn();
    expect(titles()).toEqual(before);
    stores.library.search("track");
    await drawn();
    expect(titles()[0]).toBe("Track 000000");
  });

  test("shows a quiet error with the old rows, and reads again when asked", async () => {
    const { backend, stores } = await openWindow(filled(2));
    backend.fail("library_open_view", { message: "Busy.", hint: "Wait." });
    stores.library.reload();
    await drawn();
    expect(by("library-error").textContent).toContain("Busy. Wait.");
    expect(titles()).toHaveLength(2);
    await fireEvent.click(by("retry"));
    await drawn();
    expect(has("library-error")).toBe(false);
  });
});

describe("the keys", () => {
  test("move the focus and the selection through the list", async () => {
    await openWindow(filled(500));
    await press("ArrowDown");
    expect(selected()).toEqual([1]);
    await press("ArrowDown");
    await press("ArrowDown");
    expect(selected()).toEqual([3]);
    await press("ArrowUp");
    expect(selected()).toEqual([2]);
    expect(by("track-list").getAttribute("aria-activedescendant")).toBe("track-row-1");
    await press("PageDown");
    expect(selected()).toEqual([22]);
    await press("End");
    expect(selected()).toEqual([500]);
    await press("Home");
    expect(selected()).toEqual([1]);
  });

  test("select ranges with Shift, all with Ctrl+A, and nothing with Escape", async () => {
    const { stores } = await openWindow(filled(500));
    await press("ArrowDown");
    await press("ArrowDown", { shiftKey: true });
    await press("ArrowDown", { shiftKey: true });
    expect(selected()).toEqual([1, 2, 3]);
    await press("a", { ctrlKey: true });
    expect(stores.selection.size).toBe(500);
    expect(by("selected-count").textContent).toContain("500 selected");
    await press("Escape");
    expect(stores.selection.size).toBe(0);
  });

  test("that are selected are not counted where none of them are shown", async () => {
    await openWindow(filled(5));
    await press("ArrowDown");
    expect(has("selected-count")).toBe(true);
    await type("search", "zyzzyva");
    expect(by("track-count").textContent).toContain("0 tracks");
    expect(has("selected-count")).toBe(false);
  });

  test("pressed faster than rows are read all count", async () => {
    const { stores } = await openWindow(filled(500));
    const list = by("track-list");
    for (let times = 0; times < 10; times++) void fireEvent.keyDown(list, { key: "ArrowDown" });
    await drawn();
    await drawn();
    expect(stores.selection.focusId).toBe(10);
  });

  test("leave the list alone when they belong to a button in its head", async () => {
    const { stores } = await openWindow(filled(5));
    await fireEvent.keyDown(by("sort-title"), { key: "ArrowDown" });
    await drawn();
    expect(stores.selection.focusId).toBeNull();
  });

  test("and clicks select with Ctrl and Shift", async () => {
    await openWindow(filled(20));
    const click = async (index: number, keys: object = {}): Promise<void> => {
      await fireEvent.pointerDown(rows()[index] ?? document.body, { button: 0, ...keys });
      await drawn();
    };
    await click(2);
    await click(5, { ctrlKey: true });
    expect(selected()).toEqual([3, 6]);
    await click(8, { shiftKey: true });
    expect(selected()).toEqual([6, 7, 8, 9]);
  });
});

describe("the search", () => {
  const type = async (value: string): Promise<void> => {
    await fireEvent.input(by("search"), { target: { value } });
    await drawn();
  };

  test("narrows the list while it is typed, and Escape clears it", async () => {
    await openWindow(filled(300));
    await type("00012");
    expect(titles()).toHaveLength(11);
    expect(by("track-count").textContent).toContain("11 tracks");
    await fireEvent.keyDown(by("search"), { key: "Escape" });
    await drawn();
    expect(by("track-count").textContent).toContain("300 tracks");
    expect((by("search") as HTMLInputElement).value).toBe("");
  });

  test("says so when nothing matches, and offers to clear", async () => {
    await openWindow(filled(3));
    await type("zyzzyva");
    expect(by("empty-list").textContent).toContain("Nothing matches “zyzzyva”");
    await fireEvent.click(by("empty-list").querySelector("button") ?? document.body);
    await drawn();
    expect(titles()).toHaveLength(3);
  });

  test("has the focus after / and Ctrl+F, and gives it to the list with Enter", async () => {
    await openWindow(filled(3));
    for (const keys of [{ key: "/" }, { key: "f", ctrlKey: true }]) {
      by("track-list").focus();
      await fireEvent.keyDown(by("track-list"), keys);
      await drawn();
      expect(document.activeElement).toBe(by("search"));
    }
    await fireEvent.keyDown(by("search"), { key: "Enter" });
    expect(document.activeElement).toBe(by("track-list"));
  });
});

describe("the columns", () => {
  const heads = (): (string | null)[] =>
    [...by("track-list").querySelectorAll("[data-column]")].map((head) => head.getAttribute("data-column"));

  test("sort by a click, turn round by a second one, and the order is remembered", async () => {
    const { backend } = await openWindow(filled(3));
    await fireEvent.click(by("sort-title"));
    await drawn();
    const head = by("sort-title").closest("[role=columnheader]");
    expect(head?.getAttribute("aria-sort")).toBe("ascending");
    await fireEvent.click(by("sort-title"));
    await drawn();
    expect(head?.getAttribute("aria-sort")).toBe("descending");
    expect(titles()).toEqual(["Track 000003", "Track 000002", "Track 000001"]);
    expect(backend.settings.library_sort).toEqual({ column: "title", descending: true });
  });

  test("start with the order remembered", async () => {
    await openWindow((backend) => {
      filled(3)(backend);
      backend.settings = { ...backend.settings, library_sort: { column: "title", descending: true } };
    });
    expect(titles()[0]).toBe("Track 000003");
  });

  test("are chosen in a menu, which is remembered", async () => {
    const { backend } = await openWindow(filled(1));
    expect(heads()).not.toContain("added");
    await fireEvent.click(by("columns"));
    await drawn();
    const items = [...document.querySelectorAll<HTMLElement>("[role=menuitemcheckbox]")];
    expect(items.map((item) => item.getAttribute("aria-checked"))).toEqual(
      backend.settings.library_columns.map(({ visible }) => String(visible)),
    );
    await fireEvent.click(items.find((item) => item.textContent.includes("Added")) ?? document.body);
    await drawn();
    expect(heads()).toContain("added");
    expect(backend.settings.library_columns.find(({ id }) => id === "added")?.visible).toBe(true);
    // It stays for more of them, and shows what is chosen by now.
    expect(document.querySelectorAll("[role=menuitemcheckbox][aria-checked=true]")).toHaveLength(heads().length);
    await fireEvent.keyDown(document.activeElement ?? document.body, { key: "Escape" });
    await drawn();
    expect(document.querySelector("[role=menu]")).toBeNull();
  });

  test("move with Alt and an arrow, and get wider with Shift as well", async () => {
    const { backend } = await openWindow(filled(1));
    await fireEvent.keyDown(by("sort-artist"), { key: "ArrowLeft", altKey: true });
    await drawn();
    expect(heads().slice(0, 3)).toEqual(["number", "artist", "title"]);
    const before = backend.settings.library_columns.find(({ id }) => id === "year")?.width ?? 0;
    await fireEvent.keyDown(by("sort-year"), { key: "ArrowRight", altKey: true, shiftKey: true });
    await drawn();
    expect(backend.settings.library_columns.find(({ id }) => id === "year")?.width).toBeGreaterThan(before);
  });

  test("follow what another window sets, but its order they do not", async () => {
    const { backend, stores } = await openWindow(filled(2));
    const columns = backend.settings.library_columns.toReversed();
    void backend.request("settings_set", { key: "library_columns", value: columns as never });
    void backend.request("settings_set", { key: "library_sort", value: { column: "plays", descending: true } });
    await drawn();
    expect(heads()[0]).toBe("plays");
    expect(stores.library.sort.column).toBe("artist");
  });
});
