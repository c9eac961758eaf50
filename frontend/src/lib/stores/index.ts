/** All stores of a window, and how components reach them. */
import { createContext } from "svelte";

import type { Backend } from "../backend";
import { Rereads, type Visibility } from "../reread";
import { ArtworkStore } from "./artwork.svelte";
import { DragStore } from "./drag.svelte";
import { FavoritesStore } from "./favorites";
import { FoldersStore } from "./folders.svelte";
import { HistoryStore } from "./history.svelte";
import { LibraryStore } from "./library.svelte";
import { LyricsStore } from "./lyrics.svelte";
import { NavigationStore } from "./navigation.svelte";
import { PlayerStore } from "./player.svelte";
import { PlaylistsStore } from "./playlists.svelte";
import { PlaysStore } from "./plays.svelte";
import { QueueStore } from "./queue.svelte";
import { ScanStore } from "./scan.svelte";
import { SelectionStore } from "./selection.svelte";
import { SettingsStore } from "./settings.svelte";
import { ToastsStore } from "./toasts.svelte";
import { WindowsStore } from "./windows";

/** What a window shows: everything, or the player alone. */
export type Scope = "all" | "player";

export class Stores {
  readonly rereads: Rereads;
  readonly library: LibraryStore;
  readonly selection: SelectionStore;
  readonly queue: QueueStore;
  readonly playlists: PlaylistsStore;
  readonly favorites: FavoritesStore;
  readonly player: PlayerStore;
  readonly plays: PlaysStore;
  readonly artwork: ArtworkStore;
  readonly lyrics: LyricsStore;
  readonly history: HistoryStore;
  readonly folders: FoldersStore;
  readonly scan: ScanStore;
  readonly settings: SettingsStore;
  readonly windows: WindowsStore;
  readonly toasts = new ToastsStore();
  readonly drag = new DragStore();
  readonly navigation: NavigationStore;
  readonly scope: Scope;

  constructor(backend: Backend, visibility: Visibility, scope: Scope = "all") {
    this.scope = scope;
    this.rereads = new Rereads(visibility);
    this.library = new LibraryStore(backend, this.rereads);
    this.selection = new SelectionStore(this.library);
    this.queue = new QueueStore(backend, this.rereads);
    this.playlists = new PlaylistsStore(backend, this.rereads);
    this.navigation = new NavigationStore(this.library, this.playlists);
    this.player = new PlayerStore(backend, this.rereads, this.queue);
    this.plays = new PlaysStore(backend, this.rereads);
    this.artwork = new ArtworkStore(backend);
    this.lyrics = new LyricsStore(backend, this.rereads);
    const lists = [this.library, this.queue.list, this.playlists.list, this.player, this.plays];
    this.favorites = new FavoritesStore(backend, lists);
    this.history = new HistoryStore(backend, this.rereads);
    this.folders = new FoldersStore(backend, this.rereads);
    this.scan = new ScanStore(backend, this.rereads);
    this.settings = new SettingsStore(backend, this.rereads);
    this.windows = new WindowsStore(backend);
    this.rereads.onEpoch(() => {
      this.selection.reset();
      this.queue.list.selection.reset();
      this.playlists.list.selection.reset();
      this.plays.selection.reset();
      this.artwork.reset();
      this.reload();
    });
  }

  /** Read everything for the first time. The order of the list is a setting, so the settings come first. */
  async load(): Promise<void> {
    await this.settings.load();
    await Promise.all([this.player.load(), this.queue.load(), ...(this.scope === "all" ? this.#loadRest() : [])]);
  }

  #loadRest(): Promise<void>[] {
    return [
      this.library.load(this.settings.values.library_sort),
      this.playlists.load(),
      this.history.load(),
      this.folders.load(),
      this.scan.load(),
    ];
  }

  /** Read everything that is shown again, because events were missed or a person asks. */
  reload(): void {
    this.settings.apply();
    this.player.reload();
    this.queue.reload();
    if (this.scope === "player") return;
    this.library.reload();
    this.playlists.reload();
    this.plays.changed();
    this.lyrics.reload();
    this.history.apply();
    this.folders.apply();
    this.scan.reload();
  }
}

/** The stores, for components below the one that set them. */
export const [getStores, setStores] = createContext<Stores>();
