/** How numbers, times and dates are written. */

const NUMBER = new Intl.NumberFormat("en");
const DAY = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const MOMENT = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** A whole number with its thousands apart: `1,234`. */
export function count(value: number): string {
  return NUMBER.format(value);
}

/** A number with its noun: `1 track`, `1,234 tracks`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** The length of a track, given in milliseconds: `3:05`, `1:02:03`. */
export function length(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(s).padStart(2, "0");
  return h > 0 ? `${String(h)}:${String(m).padStart(2, "0")}:${tail}` : `${String(m)}:${tail}`;
}

/** How long a whole list takes, given in milliseconds, in its two largest units: `3 d 4 h`, `4 h 12 min`, `12 min`. */
export function span(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (d > 0) return `${count(d)} d ${String(h)} h`;
  if (h > 0) return `${String(h)} h ${String(m)} min`;
  return m > 0 ? `${String(m)} min` : `${String(Math.round(ms / 1000))} s`;
}

/** How long something took, given in milliseconds: `0.4 s`, `12 s`, `3 min`. */
export function took(ms: number): string {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 90_000 ? `${String(Math.round(ms / 1000))} s` : span(ms);
}

/** A day, given in milliseconds since the Unix epoch: `Mar 12, 2026`. */
export function day(ms: number): string {
  return DAY.format(ms);
}

/** A day with its time. */
export function moment(ms: number): string {
  return MOMENT.format(ms);
}

/** A place in a track, given in milliseconds: `0:00`, `3:05`. Counted like a clock, which never shows a second too early. */
export function clock(ms: number): string {
  return length(Math.floor(ms / 1000) * 1000);
}
