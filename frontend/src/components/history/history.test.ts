import { fireEvent } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";

import { all, by, choose, click, drawn, has, openWindow, press, titles } from "../../../tests/window";
import { fakeFolder, fakeTrack, type FakeBackend } from "../../lib/backend.fake";

const filled = (backend: FakeBackend): void => {
  backend.folders = [fakeFolder(1)];
  for (let id = 1; id <= 6; id++) backend.tracks.set(id, fakeTrack(id, { title: `Song ${String(id)}` }));
  for (const id of [1, 2, 3, 2]) backend.player.heard(id, 200_000, true);
  backend.player.heard(5, 21_000, false);
};

const rows = (): HTMLElement[] => all("history-row").sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index));
const heard = (): string[] => rows().map((row) => row.querySelector(".title")?.textContent ?? "");

describe("the history", () => {
  test("shows what was heard, the newest first, and how much of it", async () => {
    await openWindow(filled);
    await click("nav-history");
    expect(heard()).toEqual(["Song 5", "Song 2", "Song 3", "Song 2", "Song 1"]);
    expect(rows().map((row) => row.querySelector(".heard")?.textContent)).toEqual(["0:21 of 3:20", "", "", "", ""]);
    expect(by("history-count").textContent).toBe("5 plays");
  });

  test("follows what is heard while it is looked at", async () => {
    const { backend } = await openWindow(filled);
    await press("6", { ctrlKey: true }, document.body);
    backend.player.heard(6, 200_000, true);
    await drawn();
    expect(heard()[0]).toBe("Song 6");
  });

  test("invites when nothing was heard", async () => {
    await openWindow();
    await click("nav-history");
    expect(by("history-empty").textContent).toContain("Nothing was heard yet");
  });

  test("is played back from a row on, with the same menu and keys as every list", async () => {
    const { backend, stores } = await openWindow(filled);
    await click("nav-history");
    await fireEvent.dblClick(rows()[1] ?? document.body);
    await drawn();
    expect(backend.lists.queueRows().map(({ track }) => track.id)).toEqual([2, 3, 2, 1]);
    expect(stores.player.track?.id).toBe(2);
    await fireEvent.contextMenu(rows()[2] ?? document.body, { button: 2 });
    await drawn();
    await choose("Play");
    expect(backend.lists.queueRows().map(({ track }) => track.id)).toEqual([3]);
    by("history-list").focus();
    await press("l");
    expect(backend.tracks.get(3)?.favorite).toBe(true);
    await press("Delete");
    expect(heard()).toHaveLength(5);
  });

  test("has lists of the library beside it: what was played lately, and what most", async () => {
    const { backend } = await openWindow((fake) => {
      filled(fake);
      fake.tracks.set(2, fakeTrack(2, { title: "Song 2", plays: 2 }));
      fake.tracks.set(4, fakeTrack(4, { title: "Song 4", plays: 9 }));
    });
    await click("nav-recently-played");
    expect(titles()).toEqual(["Song 5", "Song 2", "Song 3", "Song 1"]);
    await click("nav-most-played");
    expect(titles()).toEqual(["Song 4", "Song 2"]);
    backend.put("updated", [fakeTrack(6, { title: "Song 6", plays: 20 })]);
    await drawn();
    expect(titles()).toEqual(["Song 6", "Song 4", "Song 2"]);
    expect(has("empty-list")).toBe(false);
  });

  test("says in those lists, too, that nothing was heard", async () => {
    await openWindow((backend) => {
      backend.folders = [fakeFolder(1)];
      backend.tracks.set(1, fakeTrack(1));
    });
    await click("nav-most-played");
    expect(by("empty-list").textContent).toContain("Nothing was heard yet");
  });
});
