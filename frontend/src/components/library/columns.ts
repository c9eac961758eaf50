/** The columns of the track list: their names, and how each writes a track. */
import type { Column, ColumnId, Track } from "../../lib/contract.gen";
import { count, day, length } from "../../lib/format";

/** How a column is shown. */
export interface ColumnKind {
  readonly label: string;
  /** The head of a narrow column; its full name is in the menu and for screen readers. */
  readonly short: string;
  /** A figure, set at the right and as wide as given; text columns share the space that is left. */
  readonly figure: boolean;
  readonly text: (track: Track) => string;
}

const number = (track: Track): string => {
  if (track.track_no === null) return "";
  return track.disc_no === null ? String(track.track_no) : `${String(track.disc_no)}.${String(track.track_no)}`;
};

export const KINDS: Readonly<Record<ColumnId, ColumnKind>> = {
  number: { label: "Number", short: "#", figure: true, text: number },
  title: { label: "Title", short: "Title", figure: false, text: (track) => track.title },
  artist: { label: "Artist", short: "Artist", figure: false, text: (track) => track.artist },
  album: { label: "Album", short: "Album", figure: false, text: (track) => track.album },
  year: { label: "Year", short: "Year", figure: true, text: ({ year }) => (year === null ? "" : String(year)) },
  length: { label: "Length", short: "Length", figure: true, text: (track) => length(track.duration_ms) },
  added: { label: "Added", short: "Added", figure: true, text: (track) => day(track.added_at) },
  plays: { label: "Plays", short: "Plays", figure: true, text: ({ plays }) => (plays === 0 ? "" : count(plays)) },
};

/** No text column gets narrower than this, however small the window. */
export const NARROWEST_TEXT = 72;

/** The widths as CSS grid tracks: figures keep theirs, texts share what is left in proportion to theirs. */
export function template(columns: readonly Column[]): string {
  return columns
    .map(({ id, width }) =>
      KINDS[id].figure ? `${String(width)}px` : `minmax(${String(NARROWEST_TEXT)}px, ${String(width)}fr)`,
    )
    .join(" ");
}

/** The columns that are shown, in order. A list without any would be blank: then the title is. */
export function visible(columns: readonly Column[]): readonly Column[] {
  const shown = columns.filter((column) => column.visible);
  return shown.length > 0 ? shown : columns.filter(({ id }) => id === "title");
}

/** The columns that give way in a list too narrow for all, the first one first. The title stays. */
const LEAVING: readonly ColumnId[] = ["added", "plays", "year", "number", "album", "length", "artist"];

/** Widths in pixels below which a text cannot be told from another. */
const READABLE: Partial<Record<ColumnId, number>> = { title: 170, artist: 120, album: 120 };

/** What a row has beside its columns: its edges, and the heart. */
const BESIDE = 56;

/** The columns there is room for in a list of some width, in pixels; all where the width is not known. */
export function fitting(columns: readonly Column[], width: number): readonly Column[] {
  const room = ({ id, width: own }: Column): number => (KINDS[id].figure ? own : (READABLE[id] ?? NARROWEST_TEXT));
  let left = columns;
  for (const id of LEAVING) {
    const needed = left.reduce((sum, column) => sum + room(column), BESIDE);
    if (width === 0 || needed <= width) break;
    if (left.length > 1) left = left.filter((column) => column.id !== id);
  }
  return left;
}

const NARROWEST = 40;
const WIDEST = 1200;

/**
 * The columns after the line between two was dragged by `by` pixels on the screen.
 *
 * What one gains the other loses, so that nothing else moves. `scales` are screen pixels per stored pixel of each.
 */
export function dragged(
  columns: readonly Column[],
  [left, right]: readonly [ColumnId, ColumnId],
  by: number,
  scales: readonly [number, number],
): readonly Column[] {
  const widthOf = (id: ColumnId): number => columns.find((column) => column.id === id)?.width ?? NARROWEST;
  const room = (id: ColumnId, scale: number): number =>
    Math.max(0, widthOf(id) * scale - (KINDS[id].figure ? NARROWEST : NARROWEST_TEXT));
  const bounded = Math.max(-room(left, scales[0]), Math.min(room(right, scales[1]), by));
  const fitted = (width: number): number => Math.round(Math.max(NARROWEST, Math.min(WIDEST, width)));
  return columns.map((column) => {
    if (column.id === left) return { ...column, width: fitted(column.width + bounded / scales[0]) };
    if (column.id === right) return { ...column, width: fitted(column.width - bounded / scales[1]) };
    return column;
  });
}

/** The columns with one moved to the place of another. */
export function moved(columns: readonly Column[], id: ColumnId, to: ColumnId): readonly Column[] {
  const from = columns.findIndex((column) => column.id === id);
  const at = columns.findIndex((column) => column.id === to);
  const column = columns[from];
  return column && at >= 0 ? columns.toSpliced(from, 1).toSpliced(at, 0, column) : columns;
}

/** The columns with one shown or hidden. */
export function toggledColumn(columns: readonly Column[], id: ColumnId): readonly Column[] {
  return columns.map((column) => (column.id === id ? { ...column, visible: !column.visible } : column));
}
