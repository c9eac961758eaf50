import { afterEach, describe, expect, test, vi } from "vitest";

import { Recorder, measured } from "../bench/recorder";
import { Right } from "../bench/right.svelte";
import { websocketBackend } from "../bench/websocket";
import { FakeBackend, fakeTrack } from "../src/lib/backend.fake";
import { BackendError } from "../src/lib/backend";
import { start } from "../src/start.svelte";

/** A clock that moves only when it is told to. */
function clock(): { now: number } {
  const hand = { now: 100 };
  vi.spyOn(performance, "now").mockImplementation(() => hand.now);
  return hand;
}

const setting = { key: "volume", value: 1, previous_value: 0 };

describe("what is noted of events", () => {
  test("is when each reached its handler, and the first that was waited for", async () => {
    const hand = clock();
    const recorder = new Recorder();
    const first = recorder.next("settings:updated");
    recorder.handle("history:updated", { undo: null, redo: null }, () => undefined);
    hand.now = 104;
    recorder.handle("settings:updated", setting, () => undefined);
    hand.now = 109;
    recorder.handle("settings:updated", setting, () => undefined);
    expect(await first).toBe(104);
    expect(recorder.heard).toMatchObject({ events: 3, lastAt: 109 });
  });

  test("counts the script of all events of a flush, with what they have drawn", async () => {
    const hand = clock();
    const recorder = new Recorder();
    const work = (ms: number) => () => {
      queueMicrotask(() => (hand.now += ms));
    };
    recorder.handle("feed:flushed", { seq: 1 }, work(0)); // as when a window has subscribed
    await Promise.resolve();
    for (const flush of [
      [3, 4],
      [2, 1],
    ]) {
      for (const ms of flush) {
        recorder.handle("settings:updated", setting, work(ms));
        await Promise.resolve();
      }
      recorder.handle("feed:flushed", { seq: hand.now }, work(0));
      await Promise.resolve();
    }
    expect(recorder.heard).toMatchObject({ events: 4, script: 10, longestFlush: 7 });
    expect(recorder.flushed).toBe(110);
  });

  test("takes each event for itself where there are no flushes", async () => {
    const hand = clock();
    const recorder = new Recorder();
    for (const ms of [2, 5, 1]) {
      recorder.handle("settings:updated", setting, () => (hand.now += ms));
      recorder.handle("feed:flushed", { seq: Infinity }, () => undefined);
      await Promise.resolve();
    }
    expect(recorder.heard).toMatchObject({ events: 3, script: 8, longestFlush: 5 });
    expect(recorder.flushed).toBeNull();
    recorder.begin();
    expect(recorder.heard).toMatchObject({ events: 0, script: 0, longestFlush: 0 });
  });
});

test("the window is right from when its rows are as expected, and not while they are not", async () => {
  const backend = new FakeBackend((_moment, work) => setTimeout(work, 0));
  for (const id of [1, 2]) backend.tracks.set(id, fakeTrack(id, { title: `Old ${String(id)}`, artist: `Artist ${String(id)}` }));
  const recorder = new Recorder();
  const { stores } = start(measured(backend, recorder), document.body);
  await vi.waitFor(() => {
    expect(stores.library.total).toBe(2);
  });
  const right = new Right(stores);
  right.expect([[1, "New"]]);
  expect(right.since).toBeNull();
  const hand = clock();
  hand.now = 500;
  backend.put("updated", [fakeTrack(1, { title: "New", artist: "Artist 1" })]);
  await vi.waitFor(() => {
    expect(right.since).toBe(500);
  });
  hand.now = 600;
  backend.put("updated", [fakeTrack(2, { title: "Another", artist: "Artist 2" })]);
  await vi.waitFor(() => {
    expect(stores.library.page?.row(1)?.title).toBe("Another");
  });
  expect(right.since).toBe(500);
  backend.put("updated", [fakeTrack(1, { title: "Newer", artist: "Artist 1" })]);
  await vi.waitFor(() => {
    expect(right.since).toBeNull();
  });
});

describe("the backend of the server", () => {
  class FakeSocket extends EventTarget {
    static last: FakeSocket;
    constructor(readonly address: string) {
      super();
      FakeSocket.last = this;
    }
  }

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("hands over the data of each message to who listens, once the socket is open", async () => {
    vi.stubGlobal("WebSocket", FakeSocket);
    const heard: unknown[] = [];
    const listening = websocketBackend().listen("settings:updated", (event) => heard.push(event));
    expect(FakeSocket.last.address).toBe(`ws://${location.host}/ws`);
    FakeSocket.last.dispatchEvent(new Event("open"));
    const stop = await listening;
    const send = (event: string, data: unknown): void => {
      FakeSocket.last.dispatchEvent(new MessageEvent("message", { data: JSON.stringify({ event, data, timestamp: "" }) }));
    };
    send("heartbeat", {});
    send("settings:updated", setting);
    stop();
    send("settings:updated", setting);
    expect(heard).toEqual([setting]);
  });

  test("asks by HTTP, and rejects with the server’s words", async () => {
    vi.stubGlobal("WebSocket", FakeSocket);
    const fetched = vi.fn<typeof fetch>(() => Promise.resolve(new Response('{"as_of":1}')));
    vi.stubGlobal("fetch", fetched);
    const backend = websocketBackend();
    expect(await backend.request("scan_list", {})).toEqual({ as_of: 1 });
    expect(fetched).toHaveBeenCalledWith("/api/scan_list", { method: "POST", body: "{}" });
    const words = { code: "not_found", message: "There is no such scan.", hint: "List the scans that run." };
    fetched.mockResolvedValue(new Response(JSON.stringify(words), { status: 400 }));
    await expect(backend.request("scan_list", {})).rejects.toEqual(new BackendError(words as never));
  });
});
