/** What of the window is open: a section or the settings, a dialog, the details of the scan. */
import type { Section } from "../contract.gen";
import type { LibraryStore } from "./library.svelte";

export type Place = Section | "settings";
/** A point of the window, as distances in pixels from its right and upper edge. */
export interface Corner {
  readonly right: number;
  readonly top: number;
}

export type DialogName = "add-folder" | "shortcuts";

export class NavigationStore {
  readonly #library: LibraryStore;
  place = $state<Place>("library");
  dialog = $state<DialogName | null>(null);
  /** Where the menu of columns was asked for, until the list has taken note. */
  columnsAt = $state.raw<Corner | null>(null);
  /** Whether the details of the scan are unfolded, and of which folder they list the errors: null for all. */
  scanDetails = $state.raw<{ readonly folderId: number | null } | null>(null);

  constructor(library: LibraryStore) {
    this.#library = library;
  }

  /** Show a section, or the settings. A section that is shown already starts anew, without what was searched for. */
  open(place: Place): void {
    if (place !== "settings" && (place === this.place || place !== this.#library.section)) {
      this.#library.openSection(place);
    }
    this.place = place;
    this.scanDetails = null;
  }
}
