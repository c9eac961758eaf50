/** What of the window is open: a section, a playlist or the settings, a dialog, the details of the scan. */
import type { Playlist, Section, Source, Track } from "../contract.gen";
import type { LibraryStore } from "./library.svelte";
import type { PlaylistsStore } from "./playlists.svelte";

export type Place = Section | "settings" | "playlist" | "now-playing" | "history";

const NO_SECTIONS: ReadonlySet<Place> = new Set(["settings", "playlist", "now-playing", "history"]);

/** Whether a place is a list of the library's tracks. */
export const isSection = (place: Place): place is Section => !NO_SECTIONS.has(place);

/** A point of the window, as distances in pixels from its right and upper edge. */
export interface Corner {
  readonly right: number;
  readonly top: number;
}

/** A dialog, and what it is about. */
export type Dialog =
  | "add-folder"
  | "shortcuts"
  | "import-playlist"
  | "save-queue"
  | { readonly name: "add-to-playlist" | "new-playlist"; readonly source: Source; readonly count: number | null }
  | {
      readonly name: "duplicates";
      readonly playlist: number;
      readonly source: Source;
      readonly count: number | null;
      readonly before: number | null;
      readonly duplicates: number;
    }
  | { readonly name: "export-playlist"; readonly playlist: Playlist }
  | { readonly name: "file-path"; readonly track: Track };

export class NavigationStore {
  readonly #library: LibraryStore;
  readonly #playlists: PlaylistsStore;
  place = $state<Place>("library");
  dialog = $state.raw<Dialog | null>(null);
  /** Where the menu of columns was asked for, until the list has taken note. */
  columnsAt = $state.raw<Corner | null>(null);
  /** Whether the details of the scan are unfolded, and of which folder they list the errors: null for all. */
  scanDetails = $state.raw<{ readonly folderId: number | null } | null>(null);
  /** The queue is shown over the list, in a window too narrow to show both. */
  queueOver = $state(false);
  /** The playlist whose name is being typed in the sidebar; `new` for one to be made. */
  naming = $state.raw<number | "new" | null>(null);
  /** What was open before what is heard was looked at. */
  #before: Place = "library";

  constructor(library: LibraryStore, playlists: PlaylistsStore) {
    this.#library = library;
    this.#playlists = playlists;
  }

  /** Show a section, or something else that is not a playlist. A section that is shown already starts anew, without what was searched for. */
  open(place: Exclude<Place, "playlist">): void {
    if (isSection(place) && (place === this.place || place !== this.#library.section)) {
      this.#library.openSection(place);
    }
    this.place = place;
    this.scanDetails = null;
  }

  /** Show what is heard, large; or what was open before. */
  toggleNowPlaying(): void {
    const to = this.place === "now-playing" ? this.#before : "now-playing";
    if (this.place !== "now-playing") this.#before = this.place;
    this.place = to;
    this.scanDetails = null;
  }

  /** Show a playlist. */
  openPlaylist(id: number): void {
    this.#playlists.open(id);
    this.place = "playlist";
    this.scanDetails = null;
  }

  /** Show what matches in the whole library, as the way to an album or artist. */
  find(query: string): void {
    this.open("library");
    this.#library.search(query);
  }
}
