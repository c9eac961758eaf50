// @vitest-environment node
import { describe, expect, test } from "vitest";

import { settle } from "../../../tests/steps";
import { rangesOf, ROWS, TRACKS, world } from "../../../tests/world";
import { fakeTrack } from "../backend.fake";

describe("a list of entries", () => {
  test("keeps the entry at the upper edge where it is while others come and go above it", async () => {
    const { steps, backend, queue, viewports, expectShown } = await world(260);
    viewports.queue.moveTo(150.25);
    await steps.drain();
    const before = queue.list.page?.row(150)?.entry_id;
    const first = backend.lists.queue.order.slice(0, 10);
    void queue.add({ track_ids: [1, 2, 3, 4, 5] }, { before: first[0] ?? 0 });
    await steps.drain();
    expect(viewports.queue.top).toBe(155.25);
    expect(queue.list.page?.row(155)?.entry_id).toBe(before);
    void queue.remove(first);
    await steps.drain();
    expect(viewports.queue.top).toBe(145.25);
    expect(queue.list.page?.row(145)?.entry_id).toBe(before);
    await expectShown();
  });

  test("stays at the top when it is at the top and nothing has the focus", async () => {
    const { steps, backend, queue, viewports } = await world(60);
    void queue.add({ track_ids: [7] }, { before: backend.lists.queue.order[0] ?? 0 });
    await steps.drain();
    expect(viewports.queue.top).toBe(0);
    expect(queue.list.page?.row(0)?.track.id).toBe(7);
    expect([...queue.list.fresh]).toEqual([queue.list.page?.row(0)?.entry_id]);
  });

  test("reads again once for many events, and not at all while nobody can see it", async () => {
    const { steps, backend, visibility, queue, expectShown } = await world(60);
    visibility.hide();
    for (let times = 0; times < 5; times++) void backend.request("queue_remove", { entry_ids: [backend.lists.queue.order[times] ?? 0] });
    await steps.drain();
    backend.requested.length = 0;
    const ranges = rangesOf(backend, "queue_rows");
    expect(queue.length).toBe(60);
    visibility.show();
    await steps.drain();
    // what is on the screen, and then the rest of the list
    expect(ranges).toEqual([{ start: 0, count: ROWS + ROWS / 2 }, { start: 0, count: 100 }]);
    expect(backend.requested.filter((name) => name === "queue_state")).toHaveLength(1);
    await expectShown();
  });

  test("reads no more than the screen again when a track on it changes, and the rest when it comes near", async () => {
    const { steps, backend, queue, viewports, expectShown } = await world(260);
    for (const top of [60, 30]) {
      viewports.queue.moveTo(top);
      await steps.drain();
    }
    const ranges = rangesOf(backend, "queue_rows");
    // every sixtieth entry: one on the screen, the others far from it
    backend.put("updated", [fakeTrack(41, { title: "Changed" })]);
    await steps.drain();
    expect(ranges).toEqual([{ start: 30, count: ROWS }]);
    expect(queue.list.page?.row(40)?.track.title).toBe("Changed");
    viewports.queue.moveTo(90);
    await steps.drain();
    expect(ranges.slice(1)).toEqual([{ start: 90, count: ROWS }, { start: 100, count: 100 }]);
    await expectShown();
  });

  test("finds what is on the screen in one request when it has moved a little, and asks where it is when it is far", async () => {
    const { steps, backend, queue, viewports, expectShown } = await world(2_000);
    viewports.queue.moveTo(150.25);
    await steps.drain();
    const shown = queue.list.page?.row(150)?.entry_id;
    const first = backend.lists.queue.order[0] ?? 0;
    const add = async (count: number): Promise<string[]> => {
      backend.requested.length = 0;
      const track_ids = Array.from({ length: count }, (_each, at) => at % TRACKS + 1);
      void backend.request("queue_add", { source: { track_ids }, at: "end", before_entry_id: first });
      await steps.drain();
      return backend.requested.filter((name) => name === "queue_rows" || name === "queue_locate");
    };
    expect(await add(7)).toEqual(["queue_rows", "queue_rows"]);
    expect(viewports.queue.top).toBe(157.25);
    expect(await add(500)).toEqual(["queue_rows", "queue_locate", "queue_rows", "queue_rows"]);
    expect(viewports.queue.top).toBe(657.25);
    expect(queue.list.page?.row(657)?.entry_id).toBe(shown);
    await expectShown();
  });

  test("answers from its rows where entries stand as long as no change is known that they do not show", async () => {
    const { steps, backend, queue, playlists } = await world(260);
    for (const list of [queue.list, playlists.list]) {
      backend.requested.length = 0;
      const third = list.page?.row(3)?.entry_id ?? 0;
      expect(await list.idAt(3)).toBe(third);
      expect(await list.places([third])).toEqual([3]);
      expect(backend.requested).toEqual([]);
    }
    void backend.request("queue_remove", { entry_ids: [backend.lists.queue.order[0] ?? 0] });
    await steps.run("read");
    while (steps.waiting("event") > 0) await steps.run("event");
    // The rows are still those from before.
    const fourth = backend.lists.queue.order[3] ?? 0;
    const answers = Promise.all([queue.list.idAt(3), queue.list.places([fourth])]);
    await steps.drain();
    expect(await answers).toEqual([fourth, [3]]);
  });

  test("is read again right behind an act, before anything is heard of it", async () => {
    const { steps, backend, stores, queue, playlists, playlist } = await world(60);
    const first = backend.lists.queue.order[0] ?? 0;
    const acts: readonly (readonly [() => Promise<unknown>, ...string[]])[] = [
      [() => queue.remove([first]), "queue_remove", "queue_state", "queue_rows"],
      [() => stores.favorites.set([5], true), "favorites_set", "queue_rows", "playlist_rows", "player_state"],
      [() => playlists.rename(playlist, "Sun"), "playlist_update", "playlists_list", "playlist_rows"],
      [() => stores.settings.set("theme", "dark"), "settings_set", "settings_list"],
      [() => stores.player.play(first), "player_play", "queue_state", "queue_rows", "player_state"],
      [() => stores.player.next(), "player_next", "queue_state", "queue_rows", "player_state"],
      [() => stores.player.previous(), "player_previous", "queue_state", "queue_rows", "player_state"],
      [() => stores.player.toggle(), "player_toggle", "player_state"],
      [() => stores.player.playSource({ track_ids: [5] }), "player_play_source", "queue_state", "queue_rows", "player_state"],
    ];
    for (const [act, ...requests] of acts) {
      backend.requested.length = 0;
      void act();
      expect(backend.requested).toEqual(requests);
      await steps.drain();
    }
  });

  test("shows at once that the entry with the focus was removed here, without asking where it has gone", async () => {
    const { steps, backend, queue, playlists, playlist } = await world(60);
    const acts = [
      [queue.list, (ids: readonly number[]) => queue.remove(ids), "queue_locate"],
      [playlists.list, (ids: readonly number[]) => playlists.remove(playlist, ids), "playlist_locate"],
    ] as const;
    for (const [list, remove, asked] of acts) {
      await list.selection.click(0);
      const [first = 0, second] = list.page?.ids({ start: 0, count: 2 }).map(({ id }) => id) ?? [];
      backend.requested.length = 0;
      void remove([first]);
      const replies = backend.requested.length;
      while (steps.waiting("read") > 0) await steps.run("read");
      for (let reply = 0; reply < replies; reply++) await steps.run("reply");
      expect(list.page?.row(0)?.entry_id).toBe(second);
      expect(backend.requested.slice(0, replies)).not.toContain(asked);
      await steps.drain();
      expect(list.selection.focusId).toBe(second);
    }
  });

  test("holds an entry still that was removed here and has come back", async () => {
    const { steps, backend, queue, viewports } = await world(60);
    const [first = 0] = backend.lists.queue.order;
    await queue.list.selection.click(0);
    void queue.remove([first]);
    await steps.drain();
    void backend.request("history_undo", { act_id: null });
    await steps.drain();
    viewports.queue.moveTo(0);
    await queue.list.selection.click(0);
    expect(queue.list.selection.focusId).toBe(first);
    const body = { source: { track_ids: [7, 8] }, at: "end", before_entry_id: first } as const;
    void backend.request("queue_add", body);
    await steps.drain();
    expect(viewports.queue.top).toBe(2);
    expect(queue.list.page?.row(2)?.entry_id).toBe(first);
  });

  test("keeps what a row is drawn from when it is read again and is as it was", async () => {
    const { steps, backend, queue } = await world(60);
    const before = queue.list.page?.row(7);
    void queue.remove([backend.lists.queue.order[2] ?? 0]);
    await steps.drain();
    expect(queue.list.page?.row(6)).toBe(before);
    backend.put("updated", [fakeTrack(before?.track.id ?? 0, { title: "Another" })]);
    await steps.drain();
    expect(queue.list.page?.row(6)).not.toBe(before);
    expect(queue.list.page?.row(6)?.track.title).toBe("Another");
  });

  test("tells the length as soon as either of the replies that know it is in", async () => {
    const { steps, backend, queue } = await world(60);
    for (const reply of [0, 1]) {
      const { length } = backend.lists.queue.order;
      void backend.request("queue_remove", { entry_ids: [backend.lists.queue.order[0] ?? 0] });
      await steps.run("read");
      while (steps.waiting("event") > 0) await steps.run("event");
      while (steps.waiting("read") > 0) await steps.run("read");
      expect(queue.length).toBe(length);
      // first the reply to the act, then those with its rows and with its state
      await steps.run("reply");
      await steps.run("reply", reply);
      expect(queue.length).toBe(length - 1);
      await steps.drain();
      expect(queue.length).toBe(length - 1);
    }
  });

  test("shows nothing of a playlist that is not the open one any more", async () => {
    const { steps, backend, playlists, playlist } = await world(30);
    const other = backend.lists.fillPlaylist("Other", [5]);
    playlists.open(other);
    await settle();
    expect(steps.waiting("read")).toBe(1);
    playlists.open(playlist);
    await steps.drain();
    expect(playlists.list.total).toBe(30);
    playlists.open(other);
    await steps.drain();
    expect(playlists.list.page?.row(0)?.track?.id).toBe(5);
    playlists.open(null);
    await steps.drain();
    expect(playlists.list.page).toBeNull();
  });

  test("finds the tracks of entries it does not hold", async () => {
    const { steps, backend, queue } = await world(2_000);
    const { order } = backend.lists.queue;
    const asked = [order[1_999] ?? 0, order[3] ?? 0, order[1_200] ?? 0];
    const tracks = queue.list.tracks(asked);
    await steps.drain();
    expect((await tracks).map(({ id }) => id)).toEqual([4, 1, 20]);
  });

  test("orders what is chosen as the list has it, however much it is", async () => {
    const { steps, queue } = await world(2_000);
    const all = queue.list.selection.all();
    await steps.drain();
    await all;
    const chosen = queue.list.selection.chosen();
    await steps.drain();
    expect(await chosen).toHaveLength(2_000);
    const first = queue.list.selection.click(9);
    await steps.drain();
    await first;
    const second = queue.list.selection.click(2, { keep: true });
    await steps.drain();
    await second;
    const few = queue.list.selection.chosen();
    await steps.drain();
    expect(await few).toEqual([3, 10]);
  });

  test("selects no more what is gone, and the focus goes to what took its place", async () => {
    const { steps, backend, queue } = await world(40);
    const { selection } = queue.list;
    for (const [index, keep] of [[4, false], [6, true]] as const) {
      const clicked = selection.click(index, { keep });
      await steps.drain();
      await clicked;
    }
    expect([...selection.ids]).toEqual([5, 7]);
    void backend.request("queue_remove", { entry_ids: [7] });
    await steps.drain();
    expect([...selection.ids]).toEqual([5]);
    expect(selection.focusId).toBe(8);
    void backend.request("queue_clear", {});
    await steps.drain();
    expect(selection.size).toBe(0);
    expect(selection.focusId).toBeNull();
  });

  test("says what went wrong, and is right again after the next event", async () => {
    const { steps, backend, queue, expectShown } = await world(40);
    backend.fail("queue_rows", { message: "Busy." });
    void backend.request("queue_remove", { entry_ids: [1] });
    await steps.drain();
    expect(queue.error?.message).toBe("Busy.");
    expect(queue.list.total).toBe(40);
    void queue.remove([2]);
    await steps.drain();
    await expectShown();
  });
});
