/** What is invented about playing: covers, lyrics, what was heard, and the scenes that show it. */
import type { FakeBackend } from "../src/lib/backend.fake";
import type { Stores } from "../src/lib/stores";

const LINES = ["The harbour lights go out in rows", "and nobody has called", "", "I left the window open for the rain",
  "to tell me what it told the roof", "the kettle sings, the kettle stops", "I count the stairs to you again",
  "and lose them at the door", "", "The harbour lights go out in rows", "the last one is the moon",
  "I left the window open for the rain", "and it came in, and stayed till noon"];

const PAINTS = [["#274c5e", "#e8b04a"], ["#7a1f2b", "#f3d9c6"], ["#d9d34f", "#3a3a2c"], ["#101418", "#8fa3b5"]] as const;

/** A cover as the bytes of a picture. */
async function cover(paint: readonly [string, string]): Promise<ArrayBuffer> {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 640 });
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("This browser cannot draw.");
  [pen.fillStyle] = paint;
  pen.fillRect(0, 0, 640, 640);
  [, pen.fillStyle] = paint;
  for (let ring = 0; ring < 6; ring++) pen.fillRect(80 + ring * 84, 120 + ring * 40, 40, 440 - ring * 70);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve);
  });
  return blob ? blob.arrayBuffer() : new ArrayBuffer(0);
}

/** Give tracks covers and words, and a past. */
export async function fillPlayer(backend: FakeBackend): Promise<void> {
  const { player, lists } = backend;
  const covers = await Promise.all(PAINTS.map((paint) => cover(paint)));
  for (const [at, { track }] of lists.queueRows().entries()) {
    const kind = at % (PAINTS.length + 1);
    const artwork_id = String(kind).repeat(64);
    const bytes = covers[kind];
    if (bytes) {
      player.pictures.set(artwork_id, bytes);
      player.artworks.set(track.id, { artwork_id, accent: PAINTS[kind]?.[kind === 2 ? 0 : 1] ?? null });
    }
    const lines = LINES.map((text, line) => ({ at_ms: line * 7_000, text }));
    if (at % 2 === 1) player.lyrics.set(track.id, { synced: true, source: "file", lines });
    const started_at = Date.now() - (at + 1) * 240_000;
    const listened_ms = at % 4 === 0 ? 21_000 : track.duration_ms;
    player.plays.push({ play_id: 1000 - at, track_id: track.id, started_at, listened_ms, counted: at % 4 !== 0 });
  }
}

/** What is done in each scene about playing. */
export const PLAYING: Readonly<Record<string, (stores: Stores, backend: FakeBackend) => void>> = {
  playing: (_stores, backend) => {
    backend.player.be("playing", 31_000);
  },
  paused: (_stores, backend) => {
    backend.player.be("paused", 62_000);
  },
  fault: (_stores, backend) => {
    backend.player.be("stopped", 0, "“Letters in June” cannot be played: the file is gone. Scan its folder, or look where it went.");
  },
  now: ({ navigation }, backend) => {
    backend.player.be("playing", 31_000);
    navigation.toggleNowPlaying();
  },
  plain: ({ navigation, player }, backend) => {
    backend.player.be("playing", 31_000);
    navigation.toggleNowPlaying();
    void player.next();
  },
  nothingplays: ({ navigation }) => {
    navigation.toggleNowPlaying();
  },
  history: ({ navigation }, backend) => {
    backend.player.be("playing", 31_000);
    navigation.open("history");
  },
  playermenu: (_stores, backend) => {
    backend.player.be("playing", 31_000);
    backend.player.devices = [{ name: "auto", description: "The system’s choice" }, { name: "alsa/hw", description: "Headphones" }];
    document.querySelector<HTMLElement>("[data-testid=player-menu]")?.click();
    setTimeout(() => document.querySelector<HTMLElement>("[data-testid=player-sleep]")?.click(), 300);
  },
  mini: (_stores, backend) => {
    backend.player.be("playing", 31_000);
  },
  minifault: (_stores, backend) => {
    backend.player.be("paused", 31_000, "The output device is gone. Choose another one in the settings.");
  },
};
