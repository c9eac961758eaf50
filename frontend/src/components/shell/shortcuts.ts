/** The keys that work everywhere in the window, and the sheet that lists all of them. */
import type { Stores } from "../../lib/stores";
import type { PlayerClock } from "../player/clock.svelte";
import { actOnPlayerKey, typing } from "../player/keys";
import { redo, undo } from "./undo";

/** All keys by where they work: a combination, its keys apart by spaces, and what it does. */
export const SHORTCUTS: readonly {
  readonly group: string;
  readonly keys: readonly (readonly [combination: string, does: string])[];
}[] = [
  {
    group: "Playing",
    keys: [
      ["Space", "Play, pause"],
      ["Ctrl ← →", "Previous, next"],
      ["Shift ← →", "Ten seconds back, on"],
      ["− +", "Less loud, louder"],
      ["M", "Mute"],
      ["S", "Shuffle"],
      ["R", "Repeat"],
      ["N", "Now playing"],
      ["Ctrl M", "Small player"],
    ],
  },
  {
    group: "Everywhere",
    keys: [
      ["/", "Search; Ctrl F too"],
      ["Ctrl 1…6", "The lists at the left"],
      ["Ctrl ,", "Settings"],
      ["Q", "Show or hide the queue"],
      ["Ctrl Z", "Undo"],
      ["Ctrl Shift Z", "Redo"],
      ["Ctrl N", "New window"],
      ["Ctrl Shift N", "New playlist"],
      ["Ctrl O", "Add a music folder"],
      ["?", "This sheet"],
    ],
  },
  {
    group: "Lists",
    keys: [
      ["Enter", "Play from here"],
      ["↑ ↓", "Move"],
      ["PgUp PgDn", "Move by a page"],
      ["Home End", "First and last"],
      ["Shift …", "Select up to there"],
      ["Ctrl …", "Move without selecting"],
      ["Ctrl Space", "Select or deselect"],
      ["Ctrl A", "Select all"],
      ["Esc", "Select nothing"],
    ],
  },
  {
    group: "What is chosen",
    keys: [
      ["Shift Enter", "Play next"],
      ["Ctrl Enter", "Add to the queue"],
      ["P", "Add to a playlist"],
      ["L", "Like, or like no more"],
      ["Menu", "All that can be done"],
      ["Shift F10", "The same"],
    ],
  },
  {
    group: "Queue and playlists",
    keys: [
      ["Alt ↑ ↓", "Move up and down"],
      ["Alt Home End", "Move to an end"],
      ["Del", "Remove"],
      ["F2", "Rename a playlist"],
    ],
  },
  {
    group: "Search",
    keys: [
      ["Esc", "Clear, then back to the list"],
      ["Enter", "To the list"],
    ],
  },
  {
    group: "Head of a column",
    keys: [
      ["Enter", "Sort; again to turn round"],
      ["Alt ← →", "Move the column"],
      ["Alt Shift ← →", "Narrower, wider"],
    ],
  },
];

/** Windows too narrow for the list and the queue side by side. */
export const NARROW = "(max-width: 959px)";

/** Whether the queue is on the screen: in a narrow window it lies over the list, and only while it is asked for. */
export function queueShown({ settings, navigation }: Stores, narrow: boolean): boolean {
  return narrow ? navigation.queueOver : settings.values.queue_open;
}

/** Show the queue, or hide it. */
export function toggleQueue({ settings, navigation, toasts }: Stores, narrow: boolean): void {
  if (narrow) navigation.queueOver = !navigation.queueOver;
  else void toasts.attempt(settings.set("queue_open", !settings.values.queue_open));
}

/** What a window gives its keys. */
interface Here {
  /** Put the focus into the search field. */
  readonly search: () => void;
  readonly narrow: boolean;
  /** Where in the track the player is. */
  readonly clock: PlayerClock;
}

type Act = () => void;

function withControl(stores: Stores, { search }: Here): Record<string, Act> {
  const { navigation, windows, toasts } = stores;
  const open = (place: Parameters<typeof navigation.open>[0]) => (): void => {
    navigation.open(place);
  };
  return {
    f: search,
    "1": open("library"),
    "2": open("favorites"),
    "3": open("recently-added"),
    "4": open("recently-played"),
    "5": open("most-played"),
    "6": open("history"),
    m: () => void toasts.attempt(windows.openMini()),
    ",": open("settings"),
    o: () => {
      navigation.dialog = "add-folder";
    },
    z: () => void undo(stores),
    y: () => void redo(stores),
    n: () => void toasts.attempt(windows.open()),
    "shift z": () => void redo(stores),
    "shift n": () => {
      navigation.naming = "new";
    },
  };
}

/** Act on a key that works everywhere; returns whether it was one. */
export function act(event: KeyboardEvent, stores: Stores, here: Here): boolean {
  const { navigation, playlists } = stores;
  if (navigation.dialog) return false;
  if (actOnPlayerKey(event, stores, here.clock)) return true;
  if (event.altKey) return false;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    // While something is typed its own undo is meant.
    if (typing(event) && (key === "z" || key === "y")) return false;
    const found = withControl(stores, here)[event.shiftKey ? `shift ${key}` : key];
    found?.();
    return found !== undefined;
  }
  if (typing(event)) return false;
  if (event.key === "/") here.search();
  else if (event.key === "?") navigation.dialog = "shortcuts";
  else if (key === "q") toggleQueue(stores, here.narrow);
  else if (key === "n") navigation.toggleNowPlaying();
  else if (event.key === "Escape" && navigation.place === "now-playing") navigation.toggleNowPlaying();
  else if (event.key === "F2" && navigation.place === "playlist") navigation.naming = playlists.openId;
  else return false;
  return true;
}
