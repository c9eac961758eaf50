import { unmount } from "svelte";
import { afterEach, describe, expect, test, vi } from "vitest";

import { by, drawn, has } from "../tests/window";
import type { Automation } from "./automation";
import { FakeBackend, fakeFolder, fakeTrack } from "./lib/backend.fake";
import { start } from "./start.svelte";

const driven = window as unknown as { __dunnock?: Automation };
let stop: (() => void) | null = null;

function open(backend: FakeBackend): void {
  const { app } = start(backend, document.body.appendChild(document.createElement("div")));
  stop = () => void unmount(app);
}

afterEach(() => {
  stop?.();
  vi.unstubAllGlobals();
  delete driven.__dunnock;
});

describe("a window", () => {
  test("starts, hears of dropped folders, and shows nobody its stores", async () => {
    const backend = new FakeBackend();
    open(backend);
    await drawn();
    expect(has("welcome")).toBe(true);
    backend.drag({ kind: "dropped", paths: ["/music"] });
    await drawn();
    expect(backend.folders.map(({ path }) => path)).toEqual(["/music"]);
    expect(driven.__dunnock).toBeUndefined();
  });

  test("that cannot start says why and starts when tried again", async () => {
    const backend = new FakeBackend();
    backend.fail("feed_subscribe", { message: "Locked." });
    open(backend);
    await drawn();
    expect(by("error-pane").textContent).toContain("Locked.");
    by("retry").click();
    await drawn();
    expect(has("error-pane")).toBe(false);
    expect(has("welcome")).toBe(true);
  });

  test("that is driven from outside shows its stores and whether it rests", async () => {
    vi.stubGlobal("navigator", Object.create(navigator, { webdriver: { value: true } }));
    const backend = new FakeBackend();
    backend.folders = [fakeFolder(1)];
    backend.tracks.set(1, fakeTrack(1));
    open(backend);
    expect(driven.__dunnock?.idle()).toBe(false);
    await drawn();
    expect(driven.__dunnock?.idle()).toBe(true);
    backend.put("added", [fakeTrack(2)]);
    await drawn();
    expect(driven.__dunnock?.stores.dump()).toMatchObject({
      library: { total: 2, query: "" },
      folders: [{ id: 1 }],
      selection: { ids: [], focus: null },
      acknowledged: backend.seq,
    });
    expect(JSON.stringify(driven.__dunnock?.stores.dump())).toContain('"total":2');
  });

  test("that is driven from outside keeps the folders' numbers right once it is told to look at them", async () => {
    vi.stubGlobal("navigator", Object.create(navigator, { webdriver: { value: true } }));
    const backend = new FakeBackend();
    backend.folders = [{ ...fakeFolder(1), track_count: 5 }];
    open(backend);
    await drawn();
    const count = async (number: number): Promise<void> => {
      backend.folders = [{ ...fakeFolder(1), track_count: number }];
      backend.put("added", [fakeTrack(number)]);
      await drawn();
    };
    await count(6);
    expect(driven.__dunnock?.stores.dump()).toMatchObject({ folders: [{ track_count: 5 }] });
    driven.__dunnock?.look();
    await drawn();
    expect(driven.__dunnock?.stores.dump()).toMatchObject({ folders: [{ track_count: 6 }] });
    await count(7);
    expect(driven.__dunnock?.stores.dump()).toMatchObject({ folders: [{ track_count: 7 }] });
  });
});
