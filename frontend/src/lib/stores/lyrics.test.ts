// @vitest-environment node
import { describe, expect, test } from "vitest";

import { FakeVisibility, Steps } from "../../../tests/steps";
import type { Lyrics } from "../contract.gen";
import { Rereads } from "../reread";
import { lineAt, LyricsStore } from "./lyrics.svelte";

const words = (...lines: [number | null, string][]): Lyrics => ({
  synced: true, source: "tags", lines: lines.map(([at_ms, text]) => ({ at_ms, text })),
});

describe("the words of a track", () => {
  test("are those of the track opened last, in whatever order the answers come", async () => {
    const steps = new Steps();
    const store = new LyricsStore(steps.backend, new Rereads(new FakeVisibility()));
    steps.backend.player.lyrics.set(1, words([0, "one"])).set(2, words([0, "two"]));
    store.open(1);
    store.open(2);
    await steps.drain();
    expect(store.of(1)).toBeNull();
    expect(store.of(2)?.lines[0]?.text).toBe("two");
  });

  test("are read again when their track changes, and not when another does or nobody looks", async () => {
    const steps = new Steps();
    const store = new LyricsStore(steps.backend, new Rereads(new FakeVisibility()));
    store.open(1);
    await steps.drain();
    steps.backend.player.lyrics.set(1, words([0, "new"]));
    store.touch([2]);
    await steps.drain();
    expect(store.of(1)?.lines).toEqual([]);
    store.touch([2, 1]);
    await steps.drain();
    expect(store.of(1)?.lines[0]?.text).toBe("new");
    store.open(null);
    store.touch([1]);
    await steps.drain();
    expect(steps.backend.requested).toEqual(["lyrics", "lyrics"]);
  });

  test("have a line that is sung", () => {
    const lyrics = words([1000, "a"], [2000, "b"], [2000, "c"], [9000, "d"]);
    expect([0, 1000, 1999, 2000, 8999, 99_000].map((at) => lineAt(lyrics, at))).toEqual([-1, 0, 0, 2, 2, 3]);
    expect(lineAt(words([null, "a"]), 5000)).toBe(-1);
  });
});
