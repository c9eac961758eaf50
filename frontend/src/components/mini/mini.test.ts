import { unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { by, click, drawn, has, press } from "../../../tests/window";
import { FakeBackend, fakeTrack } from "../../lib/backend.fake";
import { start } from "../../start.svelte";

let backend: FakeBackend;
let stop: () => void = () => undefined;

beforeEach(() => {
  backend = new FakeBackend();
  for (let id = 1; id <= 3; id++) backend.tracks.set(id, fakeTrack(id, { title: `Song ${String(id)}` }));
  backend.lists.fillQueue([1, 2, 3]);
});

afterEach(() => {
  stop();
});

async function open(): Promise<void> {
  const { app } = start(backend, document.body.appendChild(document.createElement("div")), "player");
  stop = () => void unmount(app);
  await drawn();
}

describe("the small window", () => {
  test("shows and does what the player does, and lives like every window", async () => {
    await open();
    expect(by("player-title").textContent).toBe("Song 1");
    backend.player.be("playing", 61_000);
    await drawn();
    expect(by("player-position").textContent).toBe("1:01");
    await click("player-next");
    expect(by("player-title").textContent).toBe("Song 2");
    await press(" ", {}, document.body);
    expect(backend.player.state).toBe("paused");
    await press("ArrowRight", { ctrlKey: true }, document.body);
    expect(by("player-title").textContent).toBe("Song 3");
    await press("-", {}, document.body);
    expect(backend.settings.volume).toBe(75);
    expect(by("volume").getAttribute("aria-valuetext")).toBe("75 %");
  });

  test("reads nothing of the library", async () => {
    await open();
    backend.put("updated", [fakeTrack(2)]);
    backend.emit("feed:reset", { seq: backend.seq });
    await drawn();
    expect(backend.requested.filter((name) => /library|playlist|folders|scan/.test(name))).toEqual([]);
    expect(backend.acknowledged.at(-1)).toBe(backend.seq);
  });

  test("shows a fault in the place of the line", async () => {
    await open();
    backend.player.be("paused", 0, "The output is gone.");
    await drawn();
    expect(by("player-fault").textContent).toContain("The output is gone.");
    await click("player-retry");
    expect(has("player-fault")).toBe(false);
  });

  test("that cannot start says why, and starts when tried again", async () => {
    backend.fail("feed_subscribe", { message: "Locked." });
    await open();
    expect(by("mini-player").textContent).toContain("Locked.");
    await click(by("mini-player").querySelector("[role=alert] button") ?? document.body);
    expect(by("player-title").textContent).toBe("Song 1");
  });
});
