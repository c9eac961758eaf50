import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { all, by, click, drawn, has, openWindow, press } from "../../../tests/window";
import { fakeFolder, fakeTrack, type FakeBackend } from "../../lib/backend.fake";

const COVER = "a".repeat(64);

const filled = (backend: FakeBackend): void => {
  backend.folders = [fakeFolder(1)];
  for (let id = 1; id <= 4; id++) backend.tracks.set(id, fakeTrack(id, { title: `Song ${String(id)}`, album: "Slate" }));
  backend.lists.fillQueue([1, 2, 3]);
  backend.player.artworks.set(1, { artwork_id: COVER, accent: "#ffee00" });
  backend.player.pictures.set(COVER, new ArrayBuffer(4));
  const lines = ["one", "two", "three"].map((text, at) => ({ at_ms: at * 10_000, text }));
  backend.player.lyrics.set(1, { synced: true, source: "file", lines });
  backend.player.lyrics.set(2, { synced: false, source: "tags", lines: [{ at_ms: null, text: "Plain words" }] });
};

const sung = (): string[] => all("lyrics-line").flatMap((line) => (line.getAttribute("aria-current") ? line.textContent : []));

let scrolls: unknown[];

beforeEach(() => {
  scrolls = [];
  Element.prototype.scrollTo = (options: unknown) => void scrolls.push(options);
  URL.createObjectURL = () => "blob:cover";
});

afterEach(() => {
  vi.useRealTimers();
});

describe("now playing", () => {
  test("opens and closes with a key, over what was open", async () => {
    const { stores } = await openWindow(filled);
    await click("nav-favorites");
    await press("n", {}, document.body);
    expect(by("now-playing").textContent).toContain("Song 1");
    await press("Escape", {}, document.body);
    expect(has("now-playing")).toBe(false);
    expect(stores.navigation.place).toBe("favorites");
  });

  test("has the colours of the cover, made so that they can be read", async () => {
    const { backend } = await openWindow(filled);
    await press("n", {}, document.body);
    expect(by("now-playing").dataset.accent).toMatch(/^#[0-9a-f]{6}$/);
    expect(by("now-playing").dataset.accent).not.toBe("#ffee00");
    expect(by("now-playing").querySelector("img")?.getAttribute("src")).toBe("blob:cover");
    void backend.request("player_next", {});
    await drawn();
    expect(by("now-playing").dataset.accent).toBeUndefined();
    expect(by("now-playing").querySelector("img")).toBeNull();
  });

  test("shows what comes next, and plays it when it is pressed", async () => {
    const { backend } = await openWindow(filled);
    await press("n", {}, document.body);
    expect(by("next-up").textContent).toContain("Song 2");
    await click("next-up");
    expect(backend.lists.queue.current).toBe(2);
    expect(by("next-up").textContent).toContain("Song 3");
  });

  test("invites where nothing is to be heard", async () => {
    const { stores } = await openWindow((backend) => {
      backend.folders = [fakeFolder(1)];
    });
    await press("n", {}, document.body);
    expect(by("now-playing-empty").textContent).toContain("Nothing is playing");
    await press("n", {}, document.body);
    expect(stores.navigation.place).toBe("library");
  });
});

describe("lyrics", () => {
  test("light up the line that is sung, keep it in sight, and play from a line that is chosen", async () => {
    const { backend } = await openWindow(filled);
    await press("n", {}, document.body);
    backend.player.be("paused", 12_000);
    await drawn();
    expect(sung()).toEqual(["two"]);
    const before = scrolls.length;
    await click(all("lyrics-line")[2] ?? document.body);
    expect(backend.player.position).toBe(20_000);
    expect(sung()).toEqual(["three"]);
    expect(scrolls.length).toBeGreaterThan(before);
  });

  test("without times are only read", async () => {
    const { backend } = await openWindow(filled);
    await press("n", {}, document.body);
    void backend.request("player_next", {});
    await drawn();
    expect(by("lyrics").textContent).toContain("Plain words");
    expect(all("lyrics-line")).toEqual([]);
  });

  test("stay where a person has just scrolled them", async () => {
    const { backend } = await openWindow(filled);
    await press("n", {}, document.body);
    await drawn();
    by("lyrics").dispatchEvent(new WheelEvent("wheel", { bubbles: true }));
    const before = scrolls.length;
    backend.player.be("paused", 22_000);
    await drawn();
    expect(sung()).toEqual(["three"]);
    expect(scrolls).toHaveLength(before);
  });

  test("are not there where a track has none", async () => {
    const { backend } = await openWindow(filled);
    await press("n", {}, document.body);
    void backend.request("player_play", { entry_id: 3 });
    await drawn();
    expect(has("lyrics")).toBe(false);
  });
});

describe("the clock", () => {
  test("looks four times a second while something plays and can be seen, and otherwise not at all", async () => {
    const { backend } = await openWindow(filled);
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
    backend.player.now = () => Date.now();
    expect(vi.getTimerCount()).toBe(0);
    backend.player.be("playing", 0);
    await drawn();
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(3_000);
    await drawn();
    expect(by("player-position").textContent).toBe("0:03");
    const hidden = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    document.dispatchEvent(new Event("visibilitychange"));
    await drawn();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(5_000);
    hidden.mockReturnValue("visible");
    document.dispatchEvent(new Event("visibilitychange"));
    await drawn();
    expect(by("player-position").textContent).toBe("0:08");
    backend.player.be("paused");
    await drawn();
    expect(vi.getTimerCount()).toBe(0);
  });
});
