/** The menu of what is chosen in a list of tracks. */
import Disc from "@lucide/svelte/icons/disc-3";
import FileText from "@lucide/svelte/icons/file-text";
import Heart from "@lucide/svelte/icons/heart";
import HeartOff from "@lucide/svelte/icons/heart-off";
import ListEnd from "@lucide/svelte/icons/list-end";
import ListMusic from "@lucide/svelte/icons/list-music";
import ListPlus from "@lucide/svelte/icons/list-plus";
import ListStart from "@lucide/svelte/icons/list-start";
import Play from "@lucide/svelte/icons/play";
import Plus from "@lucide/svelte/icons/plus";
import Search from "@lucide/svelte/icons/search";
import Trash from "@lucide/svelte/icons/trash-2";
import User from "@lucide/svelte/icons/user-round";

import type { Source, Track } from "../../lib/contract.gen";
import type { Stores } from "../../lib/stores";
import type { MenuItem } from "../../ui/menu";
import { playChoice, playList } from "../player/acts";
import { addToPlaylist, enqueue, liked, playNext, removal, remove, toggleLike } from "./acts";
import type { Choice } from "./choice";

/** Playlists in the menu itself; the rest is behind “More…”. */
const IN_MENU = 12;

/** The playlists to add to. */
export function playlistItems(stores: Stores, source: Source, count: number | null): readonly MenuItem[] {
  const { playlists, navigation } = stores;
  const all = playlists.all ?? [];
  const items: MenuItem[] = [
    {
      label: "New playlist…",
      icon: Plus,
      testid: "menu-new-playlist",
      run: () => {
        navigation.dialog = { name: "new-playlist", source, count };
      },
    },
  ];
  if (all.length > 0) items.push("line");
  for (const { id, name } of all.slice(0, IN_MENU)) {
    items.push({ label: name, icon: ListMusic, run: () => void addToPlaylist(stores, id, { source, count }) });
  }
  if (all.length > IN_MENU) {
    items.push({
      label: "More…",
      icon: Search,
      run: () => {
        navigation.dialog = { name: "add-to-playlist", source, count };
      },
    });
  }
  return items;
}

function whole(stores: Stores, label: string, text: string, icon: MenuIcon, source: Source): MenuItem {
  return {
    label,
    icon,
    items: [
      {
        label: `Go to “${text}”`,
        icon: Search,
        run: () => {
          stores.navigation.find(text);
        },
      },
      { label: "Play all", icon: Play, run: () => void playList(stores, source) },
      { label: "Play all next", icon: ListStart, run: () => void enqueue(stores, source, "next") },
      { label: "Add all to the queue", icon: ListEnd, run: () => void enqueue(stores, source) },
      { label: "Add all to a playlist", icon: ListPlus, items: playlistItems(stores, source, null) },
    ],
  };
}

type MenuIcon = NonNullable<Exclude<MenuItem, "line">["icon"]>;

function aboutOne(stores: Stores, track: Track): MenuItem[] {
  const items: MenuItem[] = [];
  if (track.album) items.push(whole(stores, "Album", track.album, Disc, { album_of: track.id }));
  if (track.artist) items.push(whole(stores, "Artist", track.artist, User, { artist_of: track.id }));
  return items.length > 0 ? ["line", ...items] : items;
}

/** What can be done with a choice. */
export function menuOf(stores: Stores, choice: Choice): readonly MenuItem[] {
  const { source, ids, held } = choice;
  const count = ids.length;
  const track = count === 1 ? (held[0] ?? null) : null;
  const items: MenuItem[] = [];
  // Several entries of the queue are in it already: to play only them would throw the others away.
  if (choice.list !== "queue" || count === 1) {
    const label = count === 1 && choice.list !== "history" ? "Play from here" : "Play";
    items.push({ label, icon: Play, keys: "Enter", run: () => void playChoice(stores, choice), testid: "menu-play" }, "line");
  }
  items.push(
    { label: "Play next", icon: ListStart, keys: "Shift+Enter", testid: "menu-play-next", run: () => void playNext(stores, choice) },
    { label: choice.list === "queue" ? "Add once more" : "Add to the queue", icon: ListEnd, keys: "Ctrl+Enter", testid: "menu-add-to-queue", run: () => void enqueue(stores, source) },
    { label: "Add to playlist", icon: ListPlus, testid: "menu-add-to-playlist", items: playlistItems(stores, source, count) },
    {
      label: liked(choice) ? "Remove from liked songs" : "Like",
      icon: liked(choice) ? HeartOff : Heart,
      keys: "L",
      testid: "menu-like",
      run: () => void toggleLike(stores, choice),
    },
  );
  if (track) items.push(...aboutOne(stores, track));
  const removing = removal(stores, choice);
  // In the liked songs “Like” already says it.
  if (removing !== null && choice.list !== "library") {
    items.push("line", { label: removing, icon: Trash, keys: "Del", testid: "menu-remove", run: () => void remove(stores, choice) });
  }
  if (track) {
    const run = (): void => {
      stores.navigation.dialog = { name: "file-path", track };
    };
    items.push("line", { label: "Show the file’s path", icon: FileText, testid: "menu-file-path", run });
  }
  return items;
}
