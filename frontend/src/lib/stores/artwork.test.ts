// @vitest-environment node
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Steps } from "../../../tests/steps";
import { ArtworkStore } from "./artwork.svelte";

let steps: Steps;
let artwork: ArtworkStore;
let alive: Set<string>;

const named = (id: number): string => String(id).padStart(64, "0");

beforeEach(() => {
  steps = new Steps();
  artwork = new ArtworkStore(steps.backend);
  alive = new Set();
  let last = 0;
  vi.spyOn(URL, "createObjectURL").mockImplementation(() => {
    const url = `blob:${String(++last)}`;
    alive.add(url);
    return url;
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((url) => void alive.delete(url));
  vi.spyOn(console, "warn").mockImplementation(() => undefined);
  for (let id = 1; id <= 100; id++) {
    steps.backend.player.artworks.set(id, { artwork_id: named(id), accent: "#804020" });
    steps.backend.player.pictures.set(named(id), new ArrayBuffer(8));
  }
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** What a component does: ask again each time something it read has changed. */
async function get(track: number, size: "64" | "640" = "64"): Promise<string | null> {
  artwork.want(track, size);
  await steps.drain();
  artwork.want(track, size);
  await steps.drain();
  return artwork.url(track, size);
}

describe("a cover", () => {
  test("is asked for once, and has a colour", async () => {
    expect(await get(1)).toBe("blob:1");
    expect(artwork.of(1)?.accent).toBe("#804020");
    expect(await get(1)).toBe("blob:1");
    expect(steps.backend.requested).toEqual(["artwork", "artwork_image"]);
  });

  test("is another picture in another size, and the same one for another track of its album", async () => {
    steps.backend.player.artworks.set(2, { artwork_id: named(1), accent: null });
    expect(await get(1)).toBe("blob:1");
    expect(await get(1, "640")).toBe("blob:2");
    expect(await get(2)).toBe("blob:1");
    expect(alive.size).toBe(2);
  });

  test("that is not there is none, and is not asked for again and again", async () => {
    steps.backend.player.artworks.delete(3);
    expect(await get(3)).toBeNull();
    expect(await get(3)).toBeNull();
    steps.backend.fail("artwork");
    expect(await get(4)).toBeNull();
    expect(await get(4)).toBeNull();
    expect(steps.backend.requested).toEqual(["artwork", "artwork"]);
  });

  test("is given back when many others were looked at", async () => {
    const first = await get(1);
    for (let id = 2; id <= 80; id++) await get(id);
    expect(alive.has(first ?? "")).toBe(false);
    expect(alive.size).toBeLessThanOrEqual(32);
    expect(await get(80)).not.toBeNull();
    expect(await get(1)).not.toBe(first);
  });

  test("stays until its track's new one is known", async () => {
    const before = await get(1);
    steps.backend.player.artworks.set(1, { artwork_id: named(50), accent: "#102030" });
    artwork.touch([1, 99]);
    expect(artwork.url(1, "64")).toBe(before);
    expect(await get(1)).toBe("blob:2");
    expect(artwork.of(1)?.accent).toBe("#102030");
    expect(steps.backend.requested.filter((name) => name === "artwork")).toHaveLength(2);
  });

  test("is the newest one, in whatever order the answers come", async () => {
    artwork.want(1, "64");
    await steps.run("read");
    steps.backend.player.artworks.set(1, { artwork_id: named(50), accent: "#102030" });
    artwork.touch([1]);
    await steps.run("read");
    await steps.run("reply", 1);
    await steps.run("reply");
    expect(artwork.of(1)?.artwork_id).toBe(named(50));
  });

  test("is forgotten with its database", async () => {
    await get(1);
    artwork.reset();
    expect(artwork.of(1)).toBeNull();
  });
});
