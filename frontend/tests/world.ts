/** A window on a queue and a playlist, whose reads, replies and events a test lets happen one by one. */
import { expect } from "vitest";

import { fakeTrack } from "../src/lib/backend.fake";
import { handlersOf } from "../src/lib/connect";
import { Stores } from "../src/lib/stores";
import type { Entry, EntryListStore } from "../src/lib/stores/entries.svelte";
import { FakeVisibility, hear, Steps } from "./steps";

/** Rows on the screen. */
export const ROWS = 20;
/** Tracks in the library, with ids from 1 on. */
export const TRACKS = 60;

/** A window on a queue and a playlist of `length` entries each, that shows both. */
export async function world(length: number) {
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

/** The bodies of the requests of a name from now on. */
export function rangesOf(backend: World["backend"], wanted: string): unknown[] {
  const bodies: unknown[] = [];
  const request = backend.request.bind(backend);
  backend.request = (name, body) => {
    if (name === wanted) bodies.push(body);
    return request(name, body);
  };
  return bodies;
}

export type World = Awaited<ReturnType<typeof world>>;
