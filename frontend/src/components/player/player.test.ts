import { fireEvent } from "@testing-library/svelte";
import { describe, expect, test } from "vitest";

import { by, click, drawn, has, notices, openWindow, press, titles } from "../../../tests/window";
import { fakeFolder, fakeTrack, type FakeBackend } from "../../lib/backend.fake";
import type { RequestName } from "../../lib/contract.gen";

/** A library of twelve tracks and a queue of so many entries. */
const filled = (entries = 4, current = 0) => (backend: FakeBackend) => {
  backend.folders = [fakeFolder(1)];
  for (let id = 1; id <= 12; id++) {
    backend.tracks.set(id, fakeTrack(id, { title: `Song ${String(id)}`, album: id <= 4 ? "Slate" : "Rust" }));
  }
  if (entries > 0) backend.lists.fillQueue(Array.from({ length: entries }, (_each, at) => (at % 12) + 1), current);
};

const label = (testid: string): string | null => by(testid).getAttribute("aria-label");
const heardTitle = (): string => by("player-title").textContent.trim();
const queued = (backend: FakeBackend): number[] => backend.lists.queueRows().map(({ track }) => track.id);

/** What was sent under a name, from now on. */
function sent(backend: FakeBackend, name: RequestName): unknown[] {
  const bodies: unknown[] = [];
  const request = backend.request.bind(backend);
  backend.request = (each, body) => {
    if (each === name) bodies.push(body);
    return request(each, body);
  };
  return bodies;
}

async function slide(testid: string, value: number, phase: "input" | "change" = "change"): Promise<void> {
  const line = by(testid) as HTMLInputElement;
  line.value = String(value);
  await fireEvent(line, new Event(phase, { bubbles: true }));
  await drawn();
}

describe("the bar", () => {
  test("invites when there is nothing to hear, and has nothing to press", async () => {
    await openWindow((backend) => {
      backend.folders = [fakeFolder(1)];
    });
    expect(heardTitle()).toBe("");
    expect(by("player").textContent).toContain("click a track twice");
    for (const button of ["player-toggle", "player-next", "player-previous"]) expect(by(button)).toHaveProperty("disabled", true);
  });

  test("shows what is heard, and follows whoever changes it", async () => {
    const { backend } = await openWindow(filled(4, 1));
    expect(heardTitle()).toBe("Song 2");
    expect(label("player-toggle")).toBe("Play");
    backend.player.be("playing", 65_000);
    await drawn();
    expect(label("player-toggle")).toBe("Pause");
    expect(by("player-position").textContent).toBe("1:05");
    void backend.request("player_next", {});
    await drawn();
    expect(heardTitle()).toBe("Song 3");
    expect(by("player-position").textContent).toBe("0:00");
  });

  test("plays, pauses, and goes forth and back", async () => {
    const { backend } = await openWindow(filled(4, 1));
    await click("player-toggle");
    expect(backend.player.state).toBe("playing");
    await click("player-toggle");
    expect(backend.player.state).toBe("paused");
    await click("player-next");
    expect(heardTitle()).toBe("Song 3");
    await click("player-previous");
    expect(heardTitle()).toBe("Song 2");
  });

  test("plays the list that is shown when the queue is empty", async () => {
    const { backend } = await openWindow(filled(0));
    await click("player-toggle");
    expect(queued(backend)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(heardTitle()).toBe("Song 1");
  });

  test("leads to the album, to the artist, and to what is heard large", async () => {
    const { stores } = await openWindow(filled(4));
    await click(by("player-title").querySelector("a") ?? document.body);
    expect(titles()).toEqual(["Song 1", "Song 2", "Song 3", "Song 4"]);
    await click(by("player-artist").querySelector("a") ?? document.body);
    expect(stores.library.query).toBe("The Hollow Kings");
    await click("player-artwork");
    expect(has("now-playing")).toBe(true);
    await click("player-artwork");
    expect(has("now-playing")).toBe(false);
    expect(stores.navigation.place).toBe("library");
  });

  test("leaves the focus where it is when a button is pressed", async () => {
    await openWindow(filled(4));
    const event = new MouseEvent("mousedown", { bubbles: true, cancelable: true });
    by("player-next").dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
    const onLine = new MouseEvent("mousedown", { bubbles: true, cancelable: true });
    by("player-timeline").dispatchEvent(onLine);
    expect(onLine.defaultPrevented).toBe(false);
  });
});

describe("the line of time", () => {
  test("follows the hand while it is held, and goes there when it is let go", async () => {
    const { backend } = await openWindow(filled());
    backend.player.be("paused", 10_000);
    await drawn();
    const seeks = sent(backend, "player_seek");
    await slide("player-timeline", 90_000, "input");
    await slide("player-timeline", 120_000, "input");
    expect(seeks).toEqual([]);
    expect(by("player-position").textContent).toBe("2:00");
    backend.player.be("paused", 11_000);
    await drawn();
    expect(by("player-position").textContent).toBe("2:00");
    await slide("player-timeline", 120_000);
    expect(seeks).toEqual([{ position_ms: 120_000 }]);
    expect(backend.player.position).toBe(120_000);
    backend.player.be("paused", 3_000);
    await drawn();
    expect(by("player-position").textContent).toBe("0:03");
  });

  test("is moved by the arrows, as a screen reader is told", async () => {
    const { backend } = await openWindow(filled());
    backend.player.be("paused", 10_000);
    await drawn();
    await press("ArrowRight", {}, by("player-timeline"));
    expect(backend.player.position).toBe(15_000);
    expect(by("player-timeline").getAttribute("aria-valuetext")).toBe("0:15 of 3:20");
    await press("End", {}, by("player-timeline"));
    expect(backend.player.position).toBe(200_000);
    await press("Home", {}, by("player-timeline"));
    expect(backend.player.position).toBe(0);
  });
});

describe("the volume", () => {
  test("is heard while it is held, at most ten times a second, and is what it was let go at", async () => {
    const { backend } = await openWindow(filled());
    const set = sent(backend, "settings_set");
    for (const value of [70, 60, 50, 40, 30]) {
      (by("volume") as HTMLInputElement).value = String(value);
      void fireEvent(by("volume"), new Event("input", { bubbles: true }));
    }
    await slide("volume", 20);
    expect(set.length).toBeLessThan(6);
    expect(set.at(-1)).toEqual({ key: "volume", value: 20 });
    expect(by("volume").getAttribute("aria-valuetext")).toBe("20 %");
    void backend.request("settings_set", { key: "volume", value: 65 });
    await drawn();
    expect((by("volume") as HTMLInputElement).value).toBe("65");
  });

  test("is muted by its button, and on again by whoever makes it louder", async () => {
    const { backend } = await openWindow(filled());
    await click("player-mute");
    expect(backend.settings.muted).toBe(true);
    expect(label("player-mute")).toBe("Sound on");
    await slide("volume", 90);
    expect(backend.settings).toMatchObject({ muted: false, volume: 90 });
  });
});

describe("the keys", () => {
  test("work wherever the focus is, but not while something is typed", async () => {
    const { backend, stores } = await openWindow(filled(4, 1));
    by("track-list").focus();
    await press(" ");
    expect(backend.player.state).toBe("playing");
    expect(stores.selection.size).toBe(0);
    await press("ArrowRight", { ctrlKey: true });
    expect(heardTitle()).toBe("Song 3");
    await press("ArrowLeft", { ctrlKey: true });
    expect(heardTitle()).toBe("Song 2");
    backend.player.be("paused", 30_000);
    await drawn();
    await press("ArrowRight", { shiftKey: true });
    expect(backend.player.position).toBe(40_000);
    await press("ArrowLeft", { shiftKey: true });
    expect(backend.player.position).toBe(30_000);
    await press("m");
    expect(backend.settings.muted).toBe(true);
    await press("+");
    expect(backend.settings).toMatchObject({ muted: false, volume: 85 });
    await press("-");
    expect(backend.settings.volume).toBe(80);
    await press("s");
    expect(stores.queue.state?.shuffle).toBe(true);
    await press("r");
    expect(stores.queue.state?.repeat).toBe("all");
    by("search").focus();
    await press(" ");
    await press("m");
    await press("ArrowRight", { ctrlKey: true });
    expect(backend.player.state).toBe("paused");
    expect(backend.settings.muted).toBe(false);
  });

  test("of a keyboard for music do what they say, also while something is typed", async () => {
    const { backend } = await openWindow(filled(4, 1));
    by("search").focus();
    for (const [key, state, title] of [
      ["MediaPlayPause", "playing", "Song 2"], ["MediaTrackNext", "playing", "Song 3"],
      ["MediaTrackPrevious", "playing", "Song 2"], ["MediaPause", "paused", "Song 2"],
      ["MediaPlay", "playing", "Song 2"], ["MediaStop", "stopped", "Song 2"],
    ] as const) {
      await press(key);
      expect([key, backend.player.state, heardTitle()]).toEqual([key, state, title]);
    }
  });

  test("leave Space to the button that has the focus", async () => {
    const { backend } = await openWindow(filled());
    await press(" ", {}, by("player-mute"));
    expect(backend.player.state).toBe("stopped");
    await press(" ", {}, by("player-timeline"));
    expect(backend.player.state).toBe("playing");
    await press(" ", {}, by("nav-library"));
    expect(backend.player.state).toBe("paused");
  });

  test("select with Ctrl and Space", async () => {
    const { backend, stores } = await openWindow(filled());
    by("track-list").focus();
    await press("ArrowDown");
    await press("ArrowDown", { ctrlKey: true });
    await press(" ", { ctrlKey: true });
    expect([...stores.selection.ids]).toEqual([2, 3]);
    expect(backend.player.state).toBe("stopped");
  });
});

describe("a fault", () => {
  test("stands over the player until it is over, with what can be done", async () => {
    const { backend } = await openWindow(filled(4, 1));
    backend.player.be("stopped", 0, "The file is gone. Scan its folder.");
    await drawn();
    expect(by("player-fault").textContent).toContain("The file is gone. Scan its folder.");
    expect(by("player-fault").getAttribute("role")).toBe("alert");
    await click("player-retry");
    expect(has("player-fault")).toBe(false);
    expect(backend.player.state).toBe("playing");
  });

  test("that was sent away stays away, and another one does not", async () => {
    const { backend } = await openWindow(filled(4, 1));
    backend.player.be("paused", 0, "The output is gone.");
    await drawn();
    await click(by("player-fault").querySelector("[aria-label=Dismiss]") ?? document.body);
    backend.player.be("paused", 5, "The output is gone.");
    await drawn();
    expect(has("player-fault")).toBe(false);
    backend.player.be("paused", 5, "The drive is gone.");
    await drawn();
    expect(by("player-fault").textContent).toContain("The drive is gone.");
  });

  test("is also what was refused, with what to do about it", async () => {
    const { backend } = await openWindow(filled());
    backend.fail("player_toggle", { code: "player", message: "libmpv is missing.", hint: "Install libmpv2." });
    await click("player-toggle");
    expect(by("player-fault").textContent).toContain("libmpv is missing. Install libmpv2.");
    expect(notices()).toEqual([]);
  });
});

describe("the menu of the player", () => {
  test("chooses the output, the speed and when to stop", async () => {
    const { backend, stores } = await openWindow((fake) => {
      filled()(fake);
      fake.player.devices = [{ name: "auto", description: "The system’s choice" }, { name: "alsa/1", description: "Headphones" }];
    });
    const pick = async (...lines: string[]): Promise<void> => {
      await click("player-menu");
      for (const line of lines) {
        const found = [...document.querySelectorAll<HTMLElement>("[role^=menuitem]")].find(
          (each) => each.querySelector(".label")?.textContent === line,
        );
        await click(found ?? document.body);
      }
    };
    await pick("Output", "Headphones");
    expect(backend.settings.output_device).toBe("alsa/1");
    await pick("Speed", "1.5×");
    expect(backend.settings.speed).toBe(1.5);
    expect(by("player-menu").title).toContain("1.5×");
    await pick("Sleep", "After 30 minutes");
    expect(stores.player.state?.sleep?.end_of_track).toBe(false);
    expect(by("player-menu").title).toContain("Stops in 30 minutes");
    await pick("Sleep", "Off");
    expect(stores.player.state?.sleep).toBeNull();
    await pick("Stop after the current track");
    expect(backend.lists.stopAfterCurrent).toBe(true);
    await click("player-menu");
    expect(by("player-stop-after").getAttribute("aria-checked")).toBe("true");
  });

  test("opens the small window", async () => {
    const { backend } = await openWindow(filled());
    await click("player-mini");
    expect(backend.mini).toBe(true);
  });
});
