/** The playlists and the liked songs of the fake backend, beside its queue. */
import { BackendError } from "./backend";
import { gone, inserted, moved, NOTHING_DONE, tracks, without, type Answers } from "./backend.fake.entries";
import { FakeQueue } from "./backend.fake.queue";
import type { Acted, EventMap, ImportedTrack, Playlist, PlaylistEntry, RequestName } from "./contract.gen";

type PlaylistRequest = Exclude<
  Extract<RequestName, `playlist${string}` | "favorites_set">,
  `playlist_pick_${string}`
>;

interface StoredPlaylist {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly order: readonly number[];
  readonly removed: boolean;
}

export class FakeLists extends FakeQueue {
  playlists = new Map<number, StoredPlaylist>();
  /** What importing a playlist file finds. */
  importable: readonly ImportedTrack[] = [];

  #lastPlaylist = 0;

  /** Another database takes the place of this one. */
  clear(): void {
    this.queue = { order: [], unshuffled: null, current: null };
    this.playlists.clear();
    this.done = [];
    this.undone = [];
  }

  /** Make a playlist without an event, before anybody looks. */
  fillPlaylist(name: string, track_ids: readonly number[], imported: readonly ImportedTrack[] = []): number {
    const id = ++this.#lastPlaylist;
    const order = [...this.make(track_ids), ...imported.map((one) => this.makeEntry(null, one))];
    this.playlists.set(id, { id, name, description: "", order, removed: false });
    return id;
  }

  /** A playlist as a window should show it. */
  playlistRows(id: number): PlaylistEntry[] {
    return this.#playlist(id).order.map((entry_id) => {
      const { track_id, imported } = this.entry(entry_id);
      return { entry_id, imported, track: track_id === null ? null : this.host.track(track_id) };
    });
  }

  playlistList(): Playlist[] {
    return [...this.playlists.values()]
      .filter(({ removed }) => !removed)
      .map(({ id, name, description, order }) => {
        return { id, name, description, length: order.length, created_at: 1_700_000_000_000, updated_at: 1_700_000_000_000 };
      })
      .sort((a, b) => a.name.localeCompare(b.name, "en") || a.id - b.id);
  }

  #playlist(id: number): StoredPlaylist {
    const playlist = this.playlists.get(id);
    if (!playlist || playlist.removed) throw gone("playlist");
    return playlist;
  }

  protected orderOf(playlist_id: number): readonly number[] {
    return this.#playlist(playlist_id).order;
  }

  #actOnPlaylist(label: string, playlist: StoredPlaylist, after: Partial<StoredPlaylist>): Acted {
    const changed = { ...playlist, ...after };
    if (JSON.stringify(changed) === JSON.stringify(playlist)) return NOTHING_DONE;
    return this.record(label, (forward) => {
      this.#putPlaylist(forward ? playlist : changed, forward ? changed : playlist);
    });
  }

  #putPlaylist(before: StoredPlaylist, after: StoredPlaylist): void {
    this.playlists.set(after.id, after);
    const playlist_id = after.id;
    const tell = (action: EventMap["playlists:updated"]["action"], track_ids: number[] | null = null): void => {
      this.host.commit("playlists:updated", { action, playlist_id, track_ids });
    };
    if (before.removed !== after.removed) tell(after.removed ? "deleted" : "created");
    if (before.name !== after.name || before.description !== after.description) tell("updated");
    const added = without(after.order, before.order);
    const lost = without(before.order, after.order);
    if (lost.length > 0) tell("track_removed", this.tracksOf(lost));
    if (added.length > 0) tell("track_added", this.tracksOf(added));
    if (without(before.order, lost).join() !== without(after.order, added).join()) tell("reordered");
  }

  protected create(name: string, entry_ids: readonly number[], verb = "Created"): Acted & { playlist_id: number } {
    if (!name.trim()) {
      throw new BackendError({ code: "playlist", message: "A playlist needs a name.", hint: "Type one." });
    }
    const playlist = { id: ++this.#lastPlaylist, name: name.trim(), description: "", order: entry_ids, removed: true };
    const act = this.#actOnPlaylist(`${verb} the playlist “${playlist.name}”`, playlist, { removed: false });
    return { ...act, playlist_id: playlist.id };
  }

  readonly #playlistAnswers: Answers<PlaylistRequest> = {
    favorites_set: ({ track_ids, favorite }) => {
      const changed = track_ids.filter((id) => this.host.tracks().get(id)?.favorite === !favorite);
      if (changed.length === 0) return NOTHING_DONE;
      const where = favorite ? "to" : "from";
      return this.record(`${favorite ? "Added" : "Removed"} ${tracks(changed.length)} ${where} the liked songs`, (forward) => {
        for (const track_id of changed) {
          this.host.setFavorite(track_id, favorite === forward);
          this.host.commit("favorites:updated", { action: favorite === forward ? "added" : "removed", track_id });
        }
      });
    },
    playlists_list: () => ({ ...this.host.stamp(), playlists: this.playlistList() }),
    playlist_rows: ({ playlist_id, start, count }) => {
      return { ...this.slice(this.playlistRows(playlist_id), start, count), playlist_id };
    },
    playlist_locate: ({ playlist_id, entry_ids }) => this.places(this.#playlist(playlist_id).order, entry_ids),
    playlist_entry_ids: ({ playlist_id, start, count }) => {
      const entry_ids = this.#playlist(playlist_id).order.slice(start, start + count);
      return { ...this.host.stamp(), start, entry_ids };
    },
    playlist_create: ({ name, source = null }) => {
      const found = source ? this.found(source) : [];
      return { ...this.create(name, this.make(found)), added: found.length, unknown: 0 };
    },
    playlist_update: ({ playlist_id, name, description }) => {
      const playlist = this.#playlist(playlist_id);
      const quoted = `the playlist “${playlist.name}”`;
      const label = name == null ? `Changed the description of ${quoted}` : `Renamed ${quoted} to “${name}”`;
      return this.#actOnPlaylist(label, playlist, {
        name: name ?? playlist.name,
        description: description ?? playlist.description,
      });
    },
    playlist_delete: ({ playlist_id }) => {
      const playlist = this.#playlist(playlist_id);
      return this.#actOnPlaylist(`Deleted the playlist “${playlist.name}”`, playlist, { removed: true });
    },
    playlist_add: ({ playlist_id, source, before_entry_id = null, duplicates = "ask" }) => {
      const playlist = this.#playlist(playlist_id);
      const wanted = this.found(source);
      const known = new Set(this.tracksOf(playlist.order));
      const fresh = [...new Set(wanted)].filter((id) => !known.has(id));
      const repeated = wanted.length - fresh.length;
      const added = duplicates === "skip" ? fresh : duplicates === "ask" && repeated > 0 ? [] : wanted;
      const order = inserted(playlist.order, before_entry_id, this.make(added));
      const act = this.#actOnPlaylist(`Added ${tracks(added.length)} to the playlist “${playlist.name}”`, playlist, { order });
      return { ...act, added: added.length, duplicates: repeated, unknown: 0 };
    },
    playlist_remove: ({ playlist_id, entry_ids }) => {
      const playlist = this.#playlist(playlist_id);
      const order = without(playlist.order, entry_ids);
      const count = tracks(playlist.order.length - order.length);
      return this.#actOnPlaylist(`Removed ${count} from the playlist “${playlist.name}”`, playlist, { order });
    },
    playlist_move: ({ playlist_id, entry_ids, before_entry_id }) => {
      const playlist = this.#playlist(playlist_id);
      const order = moved(playlist.order, entry_ids, before_entry_id);
      return this.#actOnPlaylist(`Moved ${tracks(entry_ids.length)} in the playlist “${playlist.name}”`, playlist, { order });
    },
    playlist_import: ({ path }) => {
      const known = new Map([...this.host.tracks().values()].map((track) => [track.path, track.id]));
      const entry_ids = this.importable.map((one) => {
        const track_id = known.get(one.path ?? "") ?? null;
        return this.makeEntry(track_id, track_id === null ? one : null);
      });
      const matched = this.tracksOf(entry_ids).length;
      const name = path.split("/").at(-1)?.replace(/\.\w+$/, "") ?? path;
      return { ...this.create(name, entry_ids, "Imported"), matched, unmatched: entry_ids.length - matched };
    },
    playlist_export: ({ playlist_id, path }) => ({ path, written: this.#playlist(playlist_id).order.length, skipped: 0 }),
  };

  readonly answers = { ...this.queueAnswers, ...this.historyAnswers, ...this.#playlistAnswers };
}
