/** The keys that work everywhere in the window, and the sheet that lists all of them. */
import type { NavigationStore } from "../../lib/stores/navigation.svelte";

/** All keys by where they work: a combination, its keys apart by spaces, and what it does. */
export const SHORTCUTS: readonly {
  readonly group: string;
  readonly keys: readonly (readonly [combination: string, does: string])[];
}[] = [
  {
    group: "Everywhere",
    keys: [
      ["/", "Search"],
      ["Ctrl F", "Search"],
      ["Ctrl 1", "Library"],
      ["Ctrl 2", "Recently added"],
      ["Ctrl ,", "Settings"],
      ["Ctrl O", "Add a music folder"],
      ["?", "This sheet"],
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
    group: "List",
    keys: [
      ["↑ ↓", "Move"],
      ["PgUp PgDn", "Move by a page"],
      ["Home End", "First and last track"],
      ["Shift …", "Select up to there"],
      ["Ctrl …", "Move without selecting"],
      ["Space", "Select or deselect"],
      ["Ctrl A", "Select all"],
      ["Esc", "Select nothing"],
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

/** Whether a key belongs to what is being typed. */
function typing(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.matches("input:not([type='radio']), textarea");
}

/** Act on a key that works everywhere; returns whether it was one. `search` puts the focus into the search field. */
export function act(event: KeyboardEvent, navigation: NavigationStore, search: () => void): boolean {
  if (navigation.dialog || event.altKey) return false;
  if (event.ctrlKey || event.metaKey) {
    const acts: Record<string, () => void> = {
      f: search,
      "1": () => {
        navigation.open("library");
      },
      "2": () => {
        navigation.open("recently-added");
      },
      ",": () => {
        navigation.open("settings");
      },
      o: () => {
        navigation.dialog = "add-folder";
      },
    };
    const found = acts[event.key.toLowerCase()];
    found?.();
    return found !== undefined;
  }
  if (typing(event)) return false;
  if (event.key === "/") search();
  else if (event.key === "?") navigation.dialog = "shortcuts";
  else return false;
  return true;
}
