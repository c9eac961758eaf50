/** The playlists, and the entries of the one that is open. */
import { BackendError, type Backend } from "../backend";
import type {
  Acted,
  Duplicates,
  Playlist,
  PlaylistAdded,
  PlaylistCreated,
  PlaylistEntry,
  PlaylistExported,
  PlaylistFormat,
  PlaylistImported,
  PlaylistsUpdated,
  SettingsUpdated,
  Source,
} from "../contract.gen";
import { isOlder, type Reread, type Rereads, type Stamp } from "../reread";
import { EntryListStore } from "./entries.svelte";

export class PlaylistsStore {
  /** The entries of the open playlist. */
  readonly list: EntryListStore<PlaylistEntry>;
  readonly #backend: Backend;
  readonly #rereads: Rereads;
  readonly #reread: Reread;
  #all = $state.raw<readonly Playlist[] | null>(null);
  #openId = $state.raw<number | null>(null);
  #error = $state.raw<BackendError | null>(null);
  #shown: Stamp | null = null;

  constructor(backend: Backend, rereads: Rereads) {
    this.#backend = backend;
    this.#rereads = rereads;
    this.#reread = rereads.kind(() => this.#read());
    this.list = new EntryListStore<PlaylistEntry>(rereads);
  }

  /** The playlists by name; null until they are read. */
  get all(): readonly Playlist[] | null {
    return this.#all;
  }
  get error(): BackendError | null {
    return this.#error;
  }
  /** The playlist that is open. */
  get openId(): number | null {
    return this.#openId;
  }
  /** The same, as far as it exists. */
  get opened(): Playlist | null {
    return this.#openId === null ? null : this.byId(this.#openId);
  }

  byId(id: number): Playlist | null {
    return this.#all?.find((playlist) => playlist.id === id) ?? null;
  }

  /** Read the list of playlists for the first time. */
  load(): Promise<void> {
    return this.#reread.now();
  }

  /** Open a playlist from its top, or none. */
  open(playlist_id: number | null): void {
    if (playlist_id === this.#openId) return;
    this.#openId = playlist_id;
    const backend = this.#backend;
    this.list.open(
      playlist_id === null
        ? null
        : {
            rows: (range) => backend.request("playlist_rows", { playlist_id, ...range }),
            places: (entry_ids) => backend.request("playlist_locate", { playlist_id, entry_ids }),
            ids: (range) => backend.request("playlist_entry_ids", { playlist_id, ...range }),
          },
    );
  }

  /** `playlists:updated` */
  apply(event: PlaylistsUpdated, seq: number): void {
    this.#rereads.heard(this.#reread, seq, this.#shown);
    if (event.playlist_id === this.#openId) this.list.changed(seq);
  }

  /** `settings:updated`: the order of names is a setting. */
  applySettings(event: SettingsUpdated): void {
    if (event.key === "sort_ignores_articles") this.#reread.mark();
  }

  /** Read what is shown again. */
  reload(): void {
    this.#reread.mark();
    this.list.changed();
  }

  create(name: string, source: Source | null = null): Promise<PlaylistCreated> {
    return this.#act(null, this.#backend.request("playlist_create", { name, source }));
  }

  rename(playlist_id: number, name: string): Promise<Acted> {
    return this.#act(playlist_id, this.#backend.request("playlist_update", { playlist_id, name }));
  }

  describe(playlist_id: number, description: string): Promise<Acted> {
    return this.#act(playlist_id, this.#backend.request("playlist_update", { playlist_id, description }));
  }

  delete(playlist_id: number): Promise<Acted> {
    return this.#act(playlist_id, this.#backend.request("playlist_delete", { playlist_id }));
  }

  /** Add tracks before an entry, or at the end. With duplicates nothing is added unless `duplicates` says what to do. */
  add(
    playlist_id: number,
    source: Source,
    before_entry_id: number | null = null,
    duplicates: Duplicates = "ask",
  ): Promise<PlaylistAdded> {
    return this.#act(playlist_id, this.#backend.request("playlist_add", { playlist_id, source, before_entry_id, duplicates }));
  }

  remove(playlist_id: number, entry_ids: readonly number[]): Promise<Acted> {
    return this.#act(playlist_id, this.#backend.request("playlist_remove", { playlist_id, entry_ids }), entry_ids);
  }

  /** Move entries before another one, or to the end. */
  move(playlist_id: number, entry_ids: readonly number[], before_entry_id: number | null): Promise<Acted> {
    return this.#act(playlist_id, this.#backend.request("playlist_move", { playlist_id, entry_ids, before_entry_id }));
  }

  /** Let the person choose a playlist file in the system's dialog; null when it was closed without a choice. */
  async pick(): Promise<string | null> {
    return (await this.#backend.request("playlist_pick_file", {})).path;
  }

  /** The same for the file a playlist is written to. */
  async pickTarget(name: string): Promise<string | null> {
    return (await this.#backend.request("playlist_pick_target", { name })).path;
  }

  /** Make a playlist of a file. */
  import(path: string): Promise<PlaylistImported> {
    return this.#backend.request("playlist_import", { path });
  }

  /** Write a playlist to a file. */
  export(playlist_id: number, path: string, format: PlaylistFormat, relative: boolean): Promise<PlaylistExported> {
    return this.#backend.request("playlist_export", { playlist_id, path, format, relative });
  }

  /** Read again what an act changes right behind the act: the backend answers with its outcome. */
  #act<R>(playlist_id: number | null, act: Promise<R>, leaving: readonly number[] = []): Promise<R> {
    this.#reread.mark();
    if (playlist_id !== null && playlist_id === this.#openId) this.list.acting(leaving);
    return act;
  }

  async #read(): Promise<void> {
    try {
      const reply = this.#rereads.stamped(await this.#backend.request("playlists_list", {}));
      if (isOlder(reply, this.#shown)) return;
      this.#shown = reply;
      this.#all = reply.playlists;
      this.#error = null;
    } catch (reason) {
      this.#error = BackendError.from(reason);
    }
  }
}
