/** An invented library: names that sound like music, in several scripts, the same at every start. */
import { fakeTrack } from "../src/lib/backend.fake";
import type { Track } from "../src/lib/contract.gen";

const FIRST = ["Hollow", "Winter", "Copper", "Silent", "Northern", "Paper", "Velvet", "Salt", "Amber", "Distant", "Broken",
  "Early", "Golden", "Slow", "Open", "Lantern", "River", "Glass"];
const SECOND = ["Kings", "Harbour", "Orchard", "Machines", "Choir", "Lines", "Garden", "Weather", "Rooms", "Sparrows",
  "Tides", "Letters", "Engines", "Fields", "Bells", "Hours", "Company", "Signals"];
const WORLD = ["椎名 琴音", "Ólafur Þór", "مريم الحسن", "Дмитрий Лесной", "Søren Ålund", "김하늘", "José Ñíguez", "Sigur 🐦 Rós"];
const TITLES = ["Morning at the {}", "{} for Two", "The Last {}", "Under {}", "{} (Live in Gdańsk)", "A Short History of {}",
  "{}", "Letters to {}", "Before the {}", "{} No. 3"];

/** A small generator of pseudo-random numbers below 1, always the same for a seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

/** So many tracks, album by album. */
export function invented(total: number, from = 1): Track[] {
  const next = random(from);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const tracks: Track[] = [];
  while (tracks.length < total) {
    const artist = next() < 0.12 ? pick(WORLD) : `${next() < 0.4 ? "The " : ""}${pick(FIRST)} ${pick(SECOND)}`;
    const album = next() < 0.5 ? `${pick(FIRST)} ${pick(SECOND)}` : pick(SECOND);
    const year = 1958 + Math.floor(next() * 68);
    const many = 8 + Math.floor(next() * 7);
    for (let number = 1; number <= many && tracks.length < total; number++) {
      const id = from + tracks.length;
      tracks.push(
        fakeTrack(id, {
          title: pick(TITLES).replace("{}", `${pick(FIRST)} ${pick(SECOND)}`),
          artist,
          album_artist: artist,
          album,
          year: next() < 0.05 ? null : year,
          track_no: number,
          duration_ms: 60_000 + Math.floor(next() * 400_000),
          plays: next() < 0.6 ? 0 : Math.floor(next() ** 3 * 240),
          added_at: Date.UTC(2026, 0, 1) + Math.floor(next() * 320) * 86_400_000,
          path: `/home/ada/Music/${artist}/${album}/${String(number).padStart(2, "0")}.flac`,
        }),
      );
    }
  }
  return tracks;
}
