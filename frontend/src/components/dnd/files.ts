/** Files and folders from the desktop, held over the window and let go. */
import type { FolderDrag } from "../../lib/backend";
import type { Stores } from "../../lib/stores";
import { zoneAt } from "./zones.svelte";

const PLAYLIST_FILE = /\.(m3u8?|xspf)$/i;

export class FilesDrag {
  readonly #stores: Stores;

  constructor(stores: Stores) {
    this.#stores = stores;
  }

  /** Follow what the window is told: a list under the pointer takes them, else the library does. */
  follow(event: FolderDrag): void {
    const { drag, toasts } = this.#stores;
    if (event.kind === "over") drag.carryFiles(event.x, event.y, zoneAt(event.x, event.y));
    else if (event.kind === "away") drag.cancel();
    else {
      const taken = drag.dropFiles(event.paths);
      if (taken) void toasts.attempt(taken);
      else for (const path of event.paths) void this.#add(path);
    }
  }

  /** A playlist file becomes a playlist, a folder one of the library's. */
  async #add(path: string): Promise<void> {
    const { folders, playlists, toasts, navigation } = this.#stores;
    if (!PLAYLIST_FILE.test(path)) {
      if (await toasts.attempt(folders.add(path))) toasts.done(`Added ${path}`);
      return;
    }
    const report = await toasts.attempt(playlists.import(path));
    if (!report) return;
    const missing = report.unmatched > 0 ? `${String(report.unmatched)} of its entries are not in the library.` : "";
    toasts.acted(report, missing);
    navigation.openPlaylist(report.playlist_id);
  }
}
