/** What is invented beside the tracks, and what is done in each scene once the window stands. */
import type { FakeBackend } from "../src/lib/backend.fake";
import type { Stores } from "../src/lib/stores";

const NAMES = ["Rain on the roof", "Long drives", "Sunday, slowly", "椎名 琴音 · best of", "For Mara", "Dinner guests",
  "Running, uphill", "A very long name that somebody gave a playlist in the middle of the night"];

/** Put something into the queue, the playlists and the liked songs. */
export function fillLists(backend: FakeBackend, queue: number): void {
  const { tracks, lists } = backend;
  const ids = [...tracks.keys()];
  const spread = (count: number, from: number): number[] =>
    Array.from({ length: count }, (_each, at) => ids[(from + at * 37) % ids.length] ?? 0);
  lists.fillQueue(spread(queue, 5), Math.min(3, queue - 1));
  for (const [at, name] of NAMES.entries()) {
    lists.fillPlaylist(name, spread(12 + ((at * 91) % 240), at * 11), at === 0 ? [
      { path: "/home/ada/Old disk/Field Recordings/04 Gulls.mp3", title: "Gulls", artist: "Coast Walks", duration_ms: 154_000 },
      { path: null, title: "A song nobody has", artist: "", duration_ms: null },
    ] : []);
  }
  const rain = lists.playlists.get(1);
  if (rain) lists.playlists.set(1, { ...rain, description: "For grey afternoons. Best when it really rains." });
  for (const id of spread(60, 2)) backend.setFavorite(id, true);
}

const pointer = (type: string, x: number, y: number, button = 0, buttons = 1): void => {
  const target = document.elementFromPoint(x, y) ?? document.body;
  target.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX: x, clientY: y, button, buttons }));
};

const middleOf = (selector: string, at = 0): { x: number; y: number } => {
  const { left, top, width, height } = document.querySelectorAll(selector)[at]?.getBoundingClientRect() ?? new DOMRect();
  return { x: left + width / 3, y: top + height / 2 };
};

function menu(selector: string): void {
  const { x, y } = middleOf(selector, 4);
  document.elementFromPoint(x, y)?.dispatchEvent(
    new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX: x, clientY: y, button: 2 }),
  );
}

function drag(from: string, to: string): void {
  const [start, end] = [middleOf(from, 6), middleOf(to, 3)];
  pointer("pointerdown", start.x, start.y);
  pointer("pointermove", start.x + 10, start.y + 10);
  pointer("pointermove", end.x, end.y);
  pointer("pointermove", end.x, end.y + 12);
}

/** What is done in a scene, by its name. */
export const SCENES: Readonly<Record<string, (stores: Stores) => void>> = {
  playlist: ({ navigation, playlists, toasts }) => {
    navigation.openPlaylist(1);
    void playlists.list.selection.click(3).then(() => toasts.act(playlists.remove(1, [...playlists.list.selection.ids])));
  },
  unresolved: ({ navigation }) => {
    navigation.openPlaylist(1);
    setTimeout(() => document.querySelector("[data-testid=track-list]")?.scrollTo(0, 100_000), 400);
  },
  gone: ({ navigation }) => {
    navigation.openPlaylist(99);
  },
  silent: ({ navigation, playlists }) => {
    void playlists.create("Still to fill").then(({ playlist_id }) => {
      navigation.openPlaylist(playlist_id);
    });
  },
  liked: ({ navigation }) => {
    navigation.open("favorites");
  },
  nothingliked: ({ navigation }) => {
    navigation.open("favorites");
  },
  shuffled: ({ queue, toasts }) => {
    void toasts.act(queue.shuffle(true));
    void queue.repeat("one");
    void queue.stopAfterCurrent(true);
  },
  menu: () => {
    menu("[data-testid=track-row]");
    setTimeout(() => document.querySelector<HTMLElement>("[data-testid=menu-add-to-playlist]")?.click(), 300);
  },
  queuemenu: () => {
    menu("[data-testid=queue-row]");
  },
  more: () => document.querySelector<HTMLElement>("[data-testid=queue-menu]")?.click(),
  drag: () => {
    drag("[data-testid=track-row]", "[data-testid=queue-row]");
  },
  dragtoplaylist: (stores) => {
    void stores.selection.click(6).then(() => stores.selection.click(12, { range: true })).then(() => {
      drag("[data-testid=track-row]", "[data-testid=playlist-item]");
    });
  },
  naming: ({ navigation }) => {
    navigation.naming = 2;
  },
  choose: ({ navigation }) => {
    navigation.dialog = { name: "add-to-playlist", source: { track_ids: [1] }, count: 3 };
  },
  duplicates: ({ navigation }) => {
    navigation.dialog = { name: "duplicates", playlist: 1, source: { track_ids: [1] }, count: 12, before: null, duplicates: 3 };
  },
  export: ({ navigation, playlists }) => {
    const playlist = playlists.byId(1);
    if (playlist) navigation.dialog = { name: "export-playlist", playlist };
  },
  import: ({ navigation }) => {
    navigation.dialog = "import-playlist";
  },
  over: ({ navigation }) => {
    navigation.queueOver = true;
  },
};
