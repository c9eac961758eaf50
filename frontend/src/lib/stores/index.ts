/** All stores of a window, and how components reach them. */
import { createContext } from "svelte";

import type { Backend } from "../backend";
import { Rereads, type Visibility } from "../reread";
import { DragStore } from "./drag.svelte";
import { FavoritesStore } from "./favorites";
import { FoldersStore } from "./folders.svelte";
import { HistoryStore } from "./history.svelte";
import { LibraryStore } from "./library.svelte";
import { NavigationStore } from "./navigation.svelte";
import { PlaylistsStore } from "./playlists.svelte";
import { QueueStore } from "./queue.svelte";
import { ScanStore } from "./scan.svelte";
import { SelectionStore } from "./selection.svelte";
import { SettingsStore } from "./settings.svelte";
import { ToastsStore } from "./toasts.svelte";
import { WindowsStore } from "./windows";

export class Stores {
  readonly rereads: Rereads;
  readonly library: LibraryStore;
  readonly selection: SelectionStore;
  readonly queue: QueueStore;
  readonly playlists: PlaylistsStore;
  readonly favorites: FavoritesStore;
  readonly history: HistoryStore;
  readonly folders: FoldersStore;
  readonly scan: ScanStore;
  readonly settings: SettingsStore;
  readonly windows: WindowsStore;
  readonly toasts = new ToastsStore();
  readonly drag = new DragStore();
  readonly navigation: NavigationStore;

  constructor(backend: Backend, visibility: Visibility) {
    this.rereads = new Rereads(visibility);
    this.library = new LibraryStore(backend, this.rereads);
    this.selection = new SelectionStore(this.library);
    this.queue = new QueueStore(backend, this.rereads);
    this.playlists = new PlaylistsStore(backend, this.rereads);
    this.navigation = new NavigationStore(this.library, this.playlists);
    this.favorites = new FavoritesStore(backend, [this.library, this.queue.list, this.playlists.list]);
    this.history = new HistoryStore(backend, this.rereads);
    this.folders = new FoldersStore(backend, this.rereads);
    this.scan = new ScanStore(backend, this.rereads);
    this.settings = new SettingsStore(backend, this.rereads);
    this.windows = new WindowsStore(backend);
    this.rereads.onEpoch(() => {
      this.selection.reset();
      this.queue.list.selection.reset();
      this.playlists.list.selection.reset();
      this.reload();
    });
  }

  /** Read everything for the first time. The order of the list is a setting, so the settings come first. */
  async load(): Promise<void> {
    await this.settings.load();
    await Promise.all([
      this.library.load(this.settings.values.library_sort),
      this.queue.load(),
      this.playlists.load(),
      this.history.load(),
      this.folders.load(),
      this.scan.load(),
    ]);
  }

  /** Read everything that is shown again, because events were missed or a person asks. */
  reload(): void {
    this.settings.apply();
    this.library.reload();
    this.queue.reload();
    this.playlists.reload();
    this.history.apply();
    this.folders.apply();
    this.scan.reload();
  }
}

/** The stores, for components below the one that set them. */
export const [getStores, setStores] = createContext<Stores>();
