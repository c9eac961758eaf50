// @vitest-environment node
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fakeTrack } from "../../lib/backend.fake";
import { DEFAULT_SETTINGS, type ColumnId } from "../../lib/contract.gen";
import { dragged, fitting, KINDS, moved, template, toggledColumn, visible } from "./columns";
import { target } from "./keys";

const COLUMNS = DEFAULT_SETTINGS.library_columns;
const IDS = COLUMNS.map(({ id }) => id);
const anyId = fc.constantFrom(...IDS);

describe("columns", () => {
  test("give figures their width and texts a share of the rest", () => {
    const two = COLUMNS.filter(({ id }) => id === "year" || id === "title");
    expect(template(two)).toBe("minmax(72px, 320fr) 64px");
  });

  test("give way in a narrow list, the less important first, and never the title", () => {
    const shown = visible(COLUMNS);
    const at = (width: number): ColumnId[] => fitting(shown, width).map(({ id }) => id);
    expect(at(0)).toEqual(shown.map(({ id }) => id));
    expect(at(800)).toEqual(shown.map(({ id }) => id));
    expect(at(600)).toEqual(["number", "title", "artist", "album", "length"]);
    expect(at(500)).toEqual(["title", "artist", "length"]);
    expect(at(100)).toEqual(["title"]);
    for (let width = 1; width < 900; width += 7) expect(at(width).length).toBeLessThanOrEqual(at(width + 7).length);
    expect(fitting([{ id: "plays", width: 64, visible: true }], 10)).toHaveLength(1);
  });

  test("show the title when all are hidden", () => {
    const hidden = COLUMNS.map((column) => ({ ...column, visible: false }));
    expect(visible(hidden).map(({ id }) => id)).toEqual(["title"]);
  });

  test("never get lost or doubled by moving and hiding", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyId, anyId)), (moves) => {
        let columns = COLUMNS;
        for (const [id, to] of moves) columns = toggledColumn(moved(columns, id, to), id);
        expect(columns.map(({ id }) => id).sort()).toEqual([...IDS].sort());
      }),
    );
  });

  test("stand where they were dropped", () => {
    const order = (id: ColumnId, to: ColumnId): ColumnId[] => moved(COLUMNS, id, to).map((column) => column.id);
    expect(order("plays", "number")[0]).toBe("plays");
    expect(order("number", "plays").at(-1)).toBe("number");
    expect(order("title", "artist").slice(0, 3)).toEqual(["number", "artist", "title"]);
  });

  test("take and give what a line is dragged by, and stay within their limits", () => {
    fc.assert(
      fc.property(fc.integer({ min: -3000, max: 3000 }), fc.nat(IDS.length - 2), (by, at) => {
        const pair = [IDS[at] ?? "title", IDS[at + 1] ?? "artist"] as const;
        const after = dragged(COLUMNS, pair, by, [1, 1]);
        const sum = (columns: typeof COLUMNS): number => columns.reduce((total, { width }) => total + width, 0);
        expect(sum(after)).toBe(sum(COLUMNS));
        for (const { width } of after) expect(width).toBeGreaterThanOrEqual(40);
        for (const [index, { id, width }] of after.entries()) {
          if (!pair.includes(id)) expect(width).toBe(COLUMNS[index]?.width);
        }
      }),
    );
  });

  test("write a track as people read it", () => {
    const track = fakeTrack(1, { track_no: 3, disc_no: 2, year: null, duration_ms: 3_723_000, plays: 1_200 });
    const text = (id: ColumnId): string => KINDS[id].text(track);
    expect([text("number"), text("year"), text("length"), text("plays")]).toEqual(["2.3", "", "1:02:03", "1,200"]);
    expect(KINDS.number.text(fakeTrack(1, { track_no: null }))).toBe("");
    expect(KINDS.number.text(fakeTrack(1, { track_no: 7 }))).toBe("7");
  });
});

describe("a key", () => {
  test.each([
    ["ArrowDown", null, 0],
    ["ArrowUp", null, 0],
    ["ArrowDown", 98, 99],
    ["ArrowDown", 99, 99],
    ["ArrowUp", 0, 0],
    ["PageDown", 10, 30],
    ["PageDown", 95, 99],
    ["PageUp", 10, 0],
    ["Home", 50, 0],
    ["End", 50, 99],
    ["x", 50, null],
  ])("%s moves from %s to %s of a hundred rows", (key, from, to) => {
    expect(target(key, from, 100, 20)).toBe(to);
  });

  test("moves nowhere in an empty list", () => {
    expect(target("ArrowDown", null, 0, 20)).toBeNull();
  });
});
