// @vitest-environment node
import { describe, expect, test, vi } from "vitest";

import { FakeVisibility, settle, Steps } from "../../tests/steps";
import { BackendError } from "./backend";
import { FakeBackend, fakeFolder, fakeJob, fakeTrack } from "./backend.fake";
import { connect, handlersOf } from "./connect";
import { EVENT_NAMES, type EventName } from "./contract.gen";
import { Stores } from "./stores";

function world() {
  const steps = new Steps();
  const stores = new Stores(steps.backend, new FakeVisibility());
  return { steps, backend: steps.backend, stores };
}

async function connected() {
  const made = world();
  const connecting = connect(made.backend, made.stores);
  await made.steps.drain();
  return { ...made, connection: await connecting };
}

describe("a window that comes to life", () => {
  test("has a handler for every event", () => {
    const handlers = Object.keys(handlersOf(new Stores(new FakeBackend(), new FakeVisibility()), () => undefined));
    expect(handlers.sort()).toEqual([...EVENT_NAMES].sort());
  });

  test("listens to everything before it subscribes, and subscribes before it reads", async () => {
    const { steps, backend, stores } = world();
    const order: string[] = [];
    const listen = backend.listen.bind(backend);
    backend.listen = async (name, handler) => {
      // a listener takes its time to be in place, as the real one does
      await Promise.resolve();
      order.push("listen");
      return listen(name, handler);
    };
    const request = backend.request.bind(backend);
    backend.request = (name, body) => {
      order.push(name);
      return request(name, body);
    };
    const connecting = connect(backend, stores);
    await steps.drain();
    await connecting;
    const listens = EVENT_NAMES.map(() => "listen");
    expect(order.slice(0, listens.length + 2)).toEqual([...listens, "feed_subscribe", "settings_list"]);
  });

  test("applies what was heard while it loaded", async () => {
    const { steps, backend, stores } = world();
    const connecting = connect(backend, stores);
    // It has subscribed and read the folders; the one added now is in no reply.
    for (let turn = 0; turn < 3; turn++) {
      await steps.run("read");
      await steps.run("reply");
    }
    while (steps.waiting("read") > 0) await steps.run("read");
    backend.setFolder(fakeFolder(1), "added");
    backend.put("added", [fakeTrack(1)]);
    while (steps.waiting("event") > 0) await steps.run("event");
    await steps.drain();
    await connecting;
    await steps.drain();
    expect(stores.folders.all).toEqual([fakeFolder(1)]);
    expect(stores.library.total).toBe(1);
  });

  test("acknowledges a flush at once while it loads, so that it does not pass for dead", async () => {
    const { steps, backend, stores } = world();
    void connect(backend, stores);
    await steps.run("read");
    await steps.run("reply");
    backend.emit("feed:flushed", { seq: 4 });
    await steps.run("event");
    expect(backend.requested.at(-1)).toBe("feed_ack");
  });

  test("counts what was there before it subscribed as handled, though an older flush was the last it heard", async () => {
    const { steps, backend, stores } = world();
    backend.setFolder(fakeFolder(1), "added");
    backend.put("added", [fakeTrack(1)]);
    await steps.drain();
    const connecting = connect(backend, stores);
    backend.emit("feed:flushed", { seq: backend.seq - 1 });
    await steps.drain();
    expect((await connecting).acknowledged).toBe(backend.seq);
  });

  test("fails with words when the feed cannot be subscribed to, hears nothing, and can be tried again", async () => {
    const { steps, backend, stores } = world();
    backend.fail("feed_subscribe", { code: "database_busy", message: "Locked.", hint: "Wait." });
    const failed = connect(backend, stores).catch((reason: unknown) => reason);
    await steps.drain();
    expect(await failed).toBeInstanceOf(BackendError);
    expect(await failed).toMatchObject({ code: "database_busy", message: "Locked.", hint: "Wait." });
    backend.emit("feed:flushed", { seq: 1 });
    await steps.drain();
    expect(backend.acknowledged).toEqual([]);
    const connecting = connect(backend, stores);
    await steps.drain();
    await connecting;
    expect(stores.library.shown).not.toBeNull();
  });
});

describe("a window that lives", () => {
  test("handles the events of a flush at its end, and acknowledges it in the same turn", async () => {
    const { steps, backend, stores } = await connected();
    const seen: string[] = [];
    vi.spyOn(stores.library, "apply").mockImplementation(() => seen.push("library"));
    vi.spyOn(stores.scan, "apply").mockImplementation(() => seen.push("scan"));
    backend.emit("library:updated", { action: "updated", track_ids: [1] });
    backend.emit("library:scan-progress", {
      job_id: "job-1", status: "scanning", scanned: 1, found: 1, errors: 0, current_path: null,
    });
    backend.emit("feed:flushed", { seq: 2 });
    while (steps.waiting("event") > 1) await steps.run("event");
    expect(seen).toEqual([]);
    expect(backend.requested.filter((name) => name === "feed_ack")).toEqual([]);
    await steps.run("event");
    expect(seen).toEqual(["library", "scan"]);
    expect(backend.requested.at(-1)).toBe("feed_ack");
    await steps.drain();
    expect(backend.acknowledged).toEqual([2]);
  });

  test("reads once what several events of a flush concern, and asks for all of it in one turn", async () => {
    const { steps, backend } = await connected();
    backend.requested.length = 0;
    backend.seq += 3;
    backend.emit("queue:updated", { action: "added", positions: [0], queue_length: 1 });
    backend.emit("history:updated", { undo: "Added", redo: null });
    backend.emit("queue:updated", { action: "added", positions: [1], queue_length: 2 });
    backend.emit("feed:flushed", { seq: backend.seq });
    while (steps.waiting("event") > 0) await steps.run("event");
    expect(backend.requested).toEqual(["feed_ack", "queue_state", "queue_rows", "player_state", "history_state"]);
    await steps.drain();
    expect(backend.requested.filter((name) => name === "queue_rows")).toHaveLength(1);
  });

  test("does not read again what it read behind its own act, but everything that others have changed since", async () => {
    const { steps, backend, stores } = await connected();
    backend.lists.fillQueue([1, 2, 3]);
    stores.queue.reload();
    await steps.drain();
    const [first = 0, second = 0] = backend.lists.queue.order;
    void stores.queue.remove([first]);
    // the act and the reads behind it, before its events are heard
    while (steps.waiting("read") > 0) await steps.run("read");
    while (steps.waiting("reply") > 0) await steps.run("reply");
    await steps.run("read");
    await steps.run("reply");
    expect(stores.queue.length).toBe(2);
    backend.requested.length = 0;
    await steps.drain();
    expect(backend.requested).not.toContain("queue_rows");
    expect(backend.requested).not.toContain("queue_state");
    expect(backend.requested).toContain("history_state");
    void backend.request("queue_remove", { entry_ids: [second] });
    await steps.drain();
    expect(stores.queue.length).toBe(1);
  });

  test("reads again after an event of another database, though what is shown has a higher number", async () => {
    const { steps, backend, stores } = await connected();
    for (let times = 0; times < 20; times++) backend.put("added", [fakeTrack(1)]);
    stores.reload();
    await steps.drain();
    backend.replaceDatabase("second", [fakeTrack(1)]);
    // Its reset is heard and all is read, but no reply is in yet that shows another database.
    while (steps.waiting("event") > 0) await steps.run("event");
    while (steps.waiting("read") > 0) await steps.run("read");
    void backend.request("settings_set", { key: "theme", value: "light" });
    void backend.request("queue_add", { source: { track_ids: [1] }, at: "end", before_entry_id: null });
    while (steps.waiting("read") > 0) await steps.run("read");
    while (steps.waiting("event") > 0) await steps.run("event");
    await steps.drain();
    expect(stores.settings.values.theme).toBe("light");
    expect(stores.queue.length).toBe(1);
    expect(stores.queue.list.total).toBe(1);
  });

  test("reads again after an event of another database what could not be read of it before", async () => {
    const { steps, backend, stores } = await connected();
    for (let times = 0; times < 20; times++) backend.put("added", [fakeTrack(1)]);
    stores.reload();
    await steps.drain();
    // by the reset, and once more by the first reply of the other database
    for (let times = 0; times < 2; times++) backend.fail("settings_list");
    backend.replaceDatabase("second", [fakeTrack(1)]);
    await steps.drain();
    expect(stores.settings.error).not.toBeNull();
    void backend.request("settings_set", { key: "theme", value: "light" });
    await steps.drain();
    expect(stores.settings.error).toBeNull();
    expect(stores.settings.values.theme).toBe("light");
  });

  test("acknowledges in order, and of several flushes that wait only the newest", async () => {
    const { steps, backend, connection } = await connected();
    for (const seq of [5, 6, 7, 8]) backend.emit("feed:flushed", { seq });
    for (let event = 0; event < 4; event++) await steps.run("event");
    expect(connection.idle).toBe(false);
    await steps.drain();
    expect(backend.acknowledged).toEqual([5, 8]);
    expect(connection.acknowledged).toBe(8);
    expect(connection.idle).toBe(true);
  });

  test("acknowledges each flush, also one that ends with the same change as the one before", async () => {
    // A flush of a view alone has no newer change; unacknowledged, it would pass for a dead window.
    const { steps, backend } = await connected();
    for (const seq of [5, 5]) {
      backend.emit("feed:flushed", { seq });
      await steps.drain();
    }
    expect(backend.acknowledged).toEqual([5, 5]);
  });

  test("handles the next event and acknowledges even if one cannot be handled", async () => {
    const { steps, backend, stores } = await connected();
    const complaint = vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.spyOn(stores.library, "apply").mockImplementation(() => {
      throw new Error("no");
    });
    backend.emit("library:updated", { action: "updated", track_ids: [1] });
    backend.setFolder(fakeFolder(1), "added");
    await steps.drain();
    expect(complaint).toHaveBeenCalledOnce();
    expect(stores.folders.all).toHaveLength(1);
    expect(backend.acknowledged).toEqual([1]);
  });

  test("reads everything it shows again after a reset", async () => {
    const { steps, backend, stores } = await connected();
    for (const id of [1, 2, 3]) backend.tracks.set(id, fakeTrack(id));
    backend.closeViews();
    backend.folders = [fakeFolder(1)];
    backend.jobs = [fakeJob({ scanned: 9 })];
    backend.settings = { ...backend.settings, theme: "dark" };
    backend.lists.fillQueue([1, 2]);
    backend.lists.fillPlaylist("Rain", [3]);
    backend.lists.done.push({ id: 1, label: "Did something", move: () => undefined });
    backend.flush("feed:reset", { seq: 40 });
    await steps.drain();
    expect(stores.queue.length).toBe(2);
    expect(stores.queue.list.page?.row(1)?.track.id).toBe(2);
    expect(stores.playlists.all?.map(({ name }) => name)).toEqual(["Rain"]);
    expect(stores.history.undo).toBe("Did something");
    expect(stores.library.total).toBe(3);
    expect(stores.folders.all).toHaveLength(1);
    expect(stores.scan.running?.scanned).toBe(9);
    expect(stores.settings.values.theme).toBe("dark");
  });

  test("reads everything again and selects nothing when the database is another one", async () => {
    const { steps, backend, stores } = await connected();
    backend.put("added", [fakeTrack(1), fakeTrack(2)]);
    await steps.drain();
    await stores.selection.click(0);
    expect(stores.selection.size).toBe(1);
    backend.replaceDatabase("second", [fakeTrack(1, { title: "Another" })]);
    await steps.drain();
    expect(stores.selection.size).toBe(0);
    expect(stores.selection.focusId).toBeNull();
    expect(stores.library.page?.row(0)?.title).toBe("Another");
  });

  test("shows each kind of change because of its event alone", async () => {
    const { steps, backend, stores } = await connected();
    const acts: Partial<Record<EventName, () => void>> = {
      "settings:updated": () => void backend.request("settings_set", { key: "theme", value: "light" }),
      "folders:updated": () => {
        backend.setFolder(fakeFolder(3), "added");
      },
      "library:scan-complete": () => {
        backend.setJob(fakeJob({ status: "completed", added: 3 }));
      },
    };
    for (const act of Object.values(acts)) act();
    await steps.drain();
    await settle();
    expect(stores.settings.values.theme).toBe("light");
    expect(stores.folders.all?.map(({ id }) => id)).toEqual([3]);
    expect(stores.scan.ended).toMatchObject({ status: "completed", added: 3 });
  });
});
