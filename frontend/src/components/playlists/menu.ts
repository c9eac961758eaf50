/** What can be done with a whole playlist. */
import FileOutput from "@lucide/svelte/icons/file-output";
import ListEnd from "@lucide/svelte/icons/list-end";
import ListMusic from "@lucide/svelte/icons/list-music";
import ListStart from "@lucide/svelte/icons/list-start";
import Pencil from "@lucide/svelte/icons/pencil";
import Play from "@lucide/svelte/icons/play";
import Trash from "@lucide/svelte/icons/trash-2";

import { NAME_LIMIT, type Playlist } from "../../lib/contract.gen";
import type { Stores } from "../../lib/stores";
import type { MenuItem } from "../../ui/menu";
import { playList } from "../player/acts";
import { enqueue } from "../tracks/acts";

/** Delete a playlist. It is not asked first: the notice that names it takes it back. */
export function deletePlaylist({ playlists, toasts, navigation }: Stores, { id }: Playlist): void {
  if (navigation.place === "playlist" && playlists.openId === id) navigation.open("library");
  void toasts.act(playlists.delete(id));
}

const copyOf = (name: string): string => `Copy of ${name}`.slice(0, NAME_LIMIT);

export function playlistItems(stores: Stores, playlist: Playlist): readonly MenuItem[] {
  const { playlists, navigation, toasts } = stores;
  const { id, name, length } = playlist;
  const source = { playlist_id: id };
  return [
    { label: "Play", icon: Play, disabled: length === 0, run: () => void playList(stores, source), testid: "playlist-play" },
    { label: "Play next", icon: ListStart, disabled: length === 0, run: () => void enqueue(stores, source, "next") },
    { label: "Add to the queue", icon: ListEnd, disabled: length === 0, run: () => void enqueue(stores, source), testid: "playlist-enqueue" },
    "line",
    {
      label: "Rename",
      icon: Pencil,
      keys: "F2",
      testid: "playlist-rename",
      run: () => {
        navigation.naming = id;
      },
    },
    { label: "Make a copy", icon: ListMusic, testid: "playlist-copy", run: () => void toasts.act(playlists.create(copyOf(name), source)) },
    {
      label: "Export…",
      icon: FileOutput,
      testid: "playlist-export",
      run: () => {
        navigation.dialog = { name: "export-playlist", playlist };
      },
    },
    "line",
    {
      label: "Delete",
      icon: Trash,
      keys: "Del",
      testid: "playlist-delete",
      run: () => {
        deletePlaylist(stores, playlist);
      },
    },
  ];
}
