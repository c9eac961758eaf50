/**
 * The window on an invented library, to look at it in any browser. The part after `#` chooses the scene: `empty`, `full`,
 * `scan`, `ended`, `errors`, `offline`, `offlinesettings`, `settings`, `dialog`, `nothing`, `keys`, `selected`, `broken`, or
 * one of `scenes.ts` and `playing.ts`; `,dark` or `,light` and a number of tracks may follow: `full,dark,1000`.
 */
import "../src/ui/tokens.css";
import "../src/ui/base.css";

import { FakeBackend, fakeFolder, fakeJob } from "../src/lib/backend.fake";
import { DEFAULT_SETTINGS, type Track } from "../src/lib/contract.gen";
import { start } from "../src/start.svelte";
import { invented } from "./music";
import { fillPlayer, PLAYING } from "./playing";
import { fillLists, SCENES } from "./scenes";

const [scene = "full", theme = "system", size = "100000"] = location.hash.slice(1).split(",");
const backend = new FakeBackend((_moment, work) => setTimeout(work, 1));
const fill = (tracks: readonly Track[]): void => {
  for (const track of tracks) backend.tracks.set(track.id, track);
};
const music = fakeFolder(1, { path: "/home/ada/Music", track_count: Number(size), error_count: 3 });
const drive = fakeFolder(2, { path: "/media/ada/Backup drive/Music", track_count: 412, missing_count: 7 });

if (theme === "dark" || theme === "light") backend.settings = { ...DEFAULT_SETTINGS, theme };
backend.scanErrors = ["11 – Untitled.mp3", "cover (1).mp3", "demo take.flac"].map((name, at) => ({
  folder_id: 1,
  path: `/home/ada/Music/Unsorted/${name}`,
  reason: ["The file is empty.", "This is not an mp3 file: it begins with text.", "The file ends in the middle."][at] ?? "",
  at: Date.now(),
}));

if (scene !== "empty") {
  backend.folders = [music, drive];
  fill(invented(scene === "scan" ? 60 : Number(size)));
  if (scene !== "bare" && scene !== "nothingliked") fillLists(backend, 240);
}
if (scene.startsWith("offline")) {
  const reason = "The folder is empty, although it held music before.";
  backend.folders = [music, { ...drive, state: "offline", reason }];
  for (const [id, track] of backend.tracks) {
    if (id % 3 === 0) backend.tracks.set(id, { ...track, state: id % 2 === 0 ? "offline" : "missing" });
  }
}
if (scene === "broken") {
  const hint = "Close the other program, then try again.";
  backend.fail("feed_subscribe", { code: "database_busy", message: "The library is locked by another program.", hint });
}

const target = document.getElementById("app");
if (!target) throw new Error("The page has no place for the window.");
if (scene in PLAYING && scene !== "nothingplays") await fillPlayer(backend);
if (scene === "nothingplays") backend.lists.queue = { order: [], unshuffled: null, current: null };
const { stores } = start(backend, target, scene.startsWith("mini") ? "player" : "all");

function scan(until: number): void {
  let scanned = 60;
  const job = fakeJob({ folder_paths: [music.path] });
  const step = (): void => {
    const fresh = invented(40, scanned + 1000);
    backend.put("added", fresh);
    scanned += 40;
    const running = { ...job, scanned, found: scanned, errors: scanned > 100 ? 2 : 0, current_path: fresh[0]?.path ?? null };
    backend.setJob(scanned < until ? running : { ...running, status: "completed", added: scanned, duration_ms: 4_200 });
    if (scanned < until) setTimeout(step, 100);
  };
  step();
}

setTimeout(() => {
  SCENES[scene]?.(stores);
  PLAYING[scene]?.(stores, backend);
  if (scene === "scan") scan(20_000);
  if (scene === "ended" || scene === "errors") scan(140);
  if (scene === "errors") stores.navigation.scanDetails = { folderId: null };
  if (scene === "settings" || scene === "offlinesettings") stores.navigation.open("settings");
  if (scene === "dialog") stores.navigation.dialog = "add-folder";
  if (scene === "keys") stores.navigation.dialog = "shortcuts";
  if (scene === "nothing") stores.library.search("zyzzyva");
  if (scene === "selected") {
    void stores.selection.click(3).then(() => stores.selection.click(7, { range: true }));
  }
}, 300);
