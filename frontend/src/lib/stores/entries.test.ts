// @vitest-environment node
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { FakeVisibility, hear, Steps } from "../../../tests/steps";
import { fakeFolder, fakeTrack } from "../backend.fake";
import { handlersOf } from "../connect";
import type { EntryListStore, Entry } from "./entries.svelte";
import { Stores } from ".";

const ROWS = 20;
const TRACKS = 60;

/** A window on a queue and a playlist of `length` entries each, that shows both. */
async function world(length: number) {
  const steps = new Steps();
  const { backend } = steps;
  const visibility = new FakeVisibility();
  const stores = new Stores(backend, visibility);
  const { queue, playlists, history } = stores;
  for (let id = 1; id <= TRACKS; id++) backend.tracks.set(id, fakeTrack(id));
  const tracks = Array.from({ length }, (_each, at) => (at % TRACKS) + 1);
  backend.lists.fillQueue(tracks, 3);
  const playlist = backend.lists.fillPlaylist("Rain", tracks);
  await hear(backend, handlersOf(stores, () => undefined));
  const viewportOf = <E extends Entry>(list: EntryListStore<E>) => {
    const viewport = {
      top: 0,
      moveTo(row: number) {
        viewport.top = row;
        list.show(Math.floor(row), ROWS);
      },
    };
    list.attach(viewport);
    list.show(0, ROWS);
    return viewport;
  };
  const viewports = { queue: viewportOf(queue.list), playlist: viewportOf(playlists.list) };
  playlists.open(playlist);
  const loaded = Promise.all([queue.load(), playlists.load(), history.load()]);
  await steps.drain();
  await loaded;

  const expectRows = (list: EntryListStore<Entry>, top: number, rows: readonly Entry[]): void => {
    expect(list.error).toBeNull();
    expect(list.total).toBe(rows.length);
    const start = Math.max(0, Math.min(Math.floor(top), rows.length - ROWS));
    for (let index = start; index < Math.min(start + ROWS, rows.length); index++) {
      expect(list.page?.row(index), `row ${String(index)}`).toEqual(rows[index]);
    }
    const ids = new Set(rows.map(({ entry_id }) => entry_id));
    expect([...list.selection.ids].filter((id) => !ids.has(id))).toEqual([]);
    expect(list.selection.focusId === null || ids.has(list.selection.focusId)).toBe(true);
  };
  /** What the window shows, compared with what the backend has. */
  const expectShown = async (): Promise<void> => {
    const { lists } = backend;
    expectRows(queue.list, viewports.queue.top, lists.queueRows());
    const asked = backend.request("queue_state", {});
    await steps.drain();
    expect({ ...queue.state, as_of: 0 }).toEqual({ ...(await asked), as_of: 0 });
    expect(playlists.all).toEqual(lists.playlistList());
    expect(history.undo).toBe(lists.done.at(-1)?.label ?? null);
    expect(history.redo).toBe(lists.undone.at(-1)?.label ?? null);
    if (playlists.opened) expectRows(playlists.list, viewports.playlist.top, lists.playlistRows(playlists.opened.id));
  };
  return { steps, backend, visibility, stores, queue, playlists, history, viewports, playlist, expectShown };
}

type World = Awaited<ReturnType<typeof world>>;

/** Ids of entries at some places of a list as it is now. */
const some = (order: readonly number[], places: readonly number[]): number[] => [
  ...new Set(places.flatMap((place) => order[place % Math.max(1, order.length)] ?? [])),
];

/** Something a person, another window or the command line does; what it fails with is its own affair. */
function act({ backend, stores, playlist }: World, kind: string, at: readonly number[]): void {
  const [first = 0, second = 0] = at;
  const { order } = backend.lists.queue;
  const entries = backend.lists.playlists.get(playlist)?.order ?? [];
  const source = { track_ids: at.map((id) => (id % TRACKS) + 1) };
  const acts: Record<string, () => Promise<unknown>> = {
    "queue add": () => stores.queue.add(source, first % 2 ? "end" : "next"),
    "queue insert": () => stores.queue.add(source, { before: some(order, [first])[0] ?? -1 }),
    "queue remove": () => stores.queue.remove(some(order, at)),
    "queue move": () => stores.queue.move(some(order, at), some(order, [second])[0] ?? null),
    "queue clear": () => stores.queue.clear(),
    "queue keep": () => stores.queue.keepCurrent(),
    "queue shuffle": () => stores.queue.shuffle(first % 2 === 0),
    "queue jump": () => stores.queue.jump(some(order, [first])[0] ?? -1),
    "queue repeat": () => stores.queue.repeat(first % 2 ? "all" : "one"),
    "queue stop": () => stores.queue.stopAfterCurrent(first % 2 === 0),
    "playlist add": () => stores.playlists.add(playlist, source, some(entries, [second])[0] ?? null, "add"),
    "playlist remove": () => stores.playlists.remove(playlist, some(entries, at)),
    "playlist move": () => stores.playlists.move(playlist, some(entries, at), null),
    "playlist rename": () => stores.playlists.rename(playlist, `Rain ${String(first)}`),
    "playlist delete": () => stores.playlists.delete(playlist),
    "playlist create": () => stores.playlists.create(`New ${String(first)}`, source),
    like: () => stores.favorites.set(source.track_ids, first % 2 === 0),
    undo: () => stores.history.takeBack(),
    redo: () => stores.history.doAgain(),
    "select queue": () => stores.queue.list.selection.click(first % ROWS, { keep: second % 2 === 0 }),
    "select playlist": () => stores.playlists.list.selection.click(first % ROWS, { range: second % 2 === 0 }),
  };
  acts[kind]?.().catch(() => undefined);
}

const KINDS = ["queue add", "queue insert", "queue remove", "queue move", "queue clear", "queue keep", "queue shuffle",
  "queue jump", "queue repeat", "queue stop", "playlist add", "playlist remove", "playlist move", "playlist rename",
  "playlist delete", "playlist create", "like", "undo", "undo", "redo", "select queue", "select playlist"];

describe("the queue and the playlists", () => {
  test("end with what the backend has, whatever happens in which order", async () => {
    const places = fc.array(fc.nat(400), { minLength: 1, maxLength: 6 });
    const step = fc.oneof(
      { weight: 10, arbitrary: fc.record({ kind: fc.constantFrom(...KINDS), at: places }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant("scroll"), to: fc.nat(300), which: fc.constantFrom("queue", "playlist") }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant("change"), at: places }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("hide", "show", "overflow", "offline", "restore", "reopen") }) },
      { weight: 24, arbitrary: fc.record({ kind: fc.constantFrom("read", "reply", "rebuild", "event"), pick: fc.nat(9) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (stepsTaken) => {
        const made = await world(260);
        const { steps, backend, visibility, stores, playlists, viewports, playlist, expectShown } = made;
        let change = 0;
        for (const next of stepsTaken) {
          change++;
          if ("to" in next) {
            const list = next.which === "queue" ? stores.queue.list : playlists.list;
            viewports[next.which === "queue" ? "queue" : "playlist"].moveTo(Math.min(next.to, Math.max(0, list.total - ROWS)));
          } else if (next.kind === "change" && "at" in next) {
            backend.put("updated", next.at.map((id) => fakeTrack((id % TRACKS) + 1, { plays: change })));
          } else if ("at" in next) act(made, next.kind, next.at);
          else if ("pick" in next) await steps.run(next.kind, next.pick);
          else if (next.kind === "hide") visibility.hide();
          else if (next.kind === "show") visibility.show();
          else if (next.kind === "overflow") steps.overflow();
          else if (next.kind === "offline") backend.setFolder(fakeFolder(1), change % 2 === 0 ? "offline" : "online");
          else if (next.kind === "restore") backend.replaceDatabase(`epoch ${String(change)}`, [fakeTrack(7), fakeTrack(9)]);
          else {
            playlists.open(null);
            playlists.open(playlist);
          }
        }
        visibility.show();
        await steps.drain();
        await expectShown();
      }),
      { numRuns: 300 },
    );
  }, 240_000);
});
