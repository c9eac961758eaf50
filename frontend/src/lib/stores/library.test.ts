// @vitest-environment node
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { FakeVisibility, hear, Steps } from "../../../tests/steps";
import { fakeFolder, fakeTrack } from "../backend.fake";
import { handlersOf } from "../connect";
import type { ColumnId } from "../contract.gen";
import { Stores } from ".";

/** A window on a library of `tracks` tracks, sorted by title, that has read its first rows. */
async function world(tracks: number, rows = 20) {
  const steps = new Steps();
  const { backend } = steps;
  const visibility = new FakeVisibility();
  const stores = new Stores(backend, visibility);
  const { library } = stores;
  for (let id = 1; id <= tracks; id++) backend.tracks.set(id * 10, fakeTrack(id * 10));
  await hear(backend, handlersOf(stores, () => undefined));
  const viewport = {
    top: 0,
    moveTo(row: number) {
      viewport.top = row;
      library.show(Math.floor(row), rows);
    },
  };
  library.attach(viewport);
  library.show(0, rows);
  const loaded = library.load({ column: "title", descending: false });
  await steps.drain();
  await loaded;

  /** What the window shows, compared with what the backend has: whole rows, at their places. */
  const expectShown = (): void => {
    const ids = backend.sorted({ section: library.section, query: library.query, sort: library.sort });
    const { page } = library;
    expect(library.error).toBeNull();
    expect(library.shown).toMatchObject({ section: library.section, query: library.query, sort: library.sort });
    expect(library.total).toBe(ids.length);
    const start = Math.max(0, Math.min(Math.floor(viewport.top), ids.length - rows));
    for (let index = start; index < Math.min(start + rows, ids.length); index++) {
      expect(page?.row(index), `row ${String(index)}`).toEqual(backend.tracks.get(ids[index] ?? -1));
    }
  };
  return { steps, backend, visibility, stores, library, viewport, expectShown };
}

describe("the list", () => {
  test("ends with what the backend has, whatever happens in which order", async () => {
    const id = fc.integer({ min: 1, max: 4_000 });
    const act = fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant("add"), ids: fc.array(id, { minLength: 1, maxLength: 5 }) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant("change"), ids: fc.array(id, { minLength: 1, maxLength: 5 }) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant("remove"), ids: fc.array(id, { minLength: 1, maxLength: 40 }) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant("scroll"), to: fc.integer({ min: 0, max: 350 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("search"), query: fc.constantFrom("", "1", "track", "00003") }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("sort"), column: fc.constantFrom<ColumnId>("title", "plays") }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("hide", "show", "overflow", "close", "offline", "restore") }) },
      { weight: 24, arbitrary: fc.record({ kind: fc.constantFrom("read", "reply", "rebuild", "event"), pick: fc.nat(9) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 80 }), async (acts) => {
        const { steps, backend, visibility, library, viewport, expectShown } = await world(400);
        let change = 0;
        for (const next of acts) {
          const held = "ids" in next ? next.ids.filter((one) => backend.tracks.has(one)) : [];
          if (next.kind === "add") backend.put("added", "ids" in next ? next.ids.map((one) => fakeTrack(one)) : []);
          else if (next.kind === "change") {
            change++;
            backend.put("updated", held.map((one) => fakeTrack(one, { plays: change, album: `Album ${String(change)}` })));
          } else if (next.kind === "remove") backend.remove(held);
          else if ("to" in next) viewport.moveTo(Math.min(next.to, Math.max(0, library.total - 20)));
          else if ("query" in next) library.search(next.query);
          else if ("column" in next) library.sortBy(next.column);
          else if (next.kind === "hide") visibility.hide();
          else if (next.kind === "show") visibility.show();
          else if (next.kind === "overflow") steps.overflow();
          else if (next.kind === "close") backend.closeViews();
          else if (next.kind === "offline") backend.setFolder(fakeFolder(1), change++ % 2 === 0 ? "offline" : "online");
          else if (next.kind === "restore") backend.replaceDatabase(`epoch ${String(change++)}`, [fakeTrack(7), fakeTrack(9)]);
          else if ("pick" in next) await steps.run(next.kind, next.pick);
        }
        visibility.show();
        await steps.drain();
        expectShown();
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  test("keeps the row at the upper edge where it is while rows arrive above it", async () => {
    const { steps, backend, library, viewport, expectShown } = await world(400);
    viewport.moveTo(150.25);
    await steps.drain();
    const before = library.page?.row(150)?.id;
    backend.put("added", [3, 5, 7, 11, 13, 3_999].map((id) => fakeTrack(id)));
    await steps.drain();
    expect(viewport.top).toBe(155.25);
    expect(library.page?.row(155)?.id).toBe(before);
    expectShown();
  });

  test("keeps the next row that is left when the row at the upper edge goes", async () => {
    const { steps, backend, library, viewport } = await world(400);
    viewport.moveTo(150);
    await steps.drain();
    const next = library.page?.row(151)?.id;
    backend.remove([10, 20, library.page?.row(150)?.id ?? 0]);
    await steps.drain();
    // Two rows left above it and one at the edge: it stays one row below the edge.
    expect(viewport.top).toBe(147);
    expect(library.page?.row(148)?.id).toBe(next);
  });

  test("stays at the top when it is at the top and nothing has the focus", async () => {
    const { steps, backend, library, viewport } = await world(400);
    backend.put("added", [fakeTrack(1)]);
    await steps.drain();
    expect(viewport.top).toBe(0);
    expect(library.page?.row(0)?.id).toBe(1);
  });

  test("keeps a row with the focus where it is even at the top", async () => {
    const { steps, backend, stores, viewport } = await world(400);
    await stores.selection.click(2);
    backend.put("added", [fakeTrack(1), fakeTrack(2)]);
    await steps.drain();
    expect(viewport.top).toBe(2);
  });

  test("shows old rows until new ones are there: no row is ever blank because of an event", async () => {
    const { steps, backend, library, viewport } = await world(400);
    viewport.moveTo(200);
    await steps.drain();
    const blanks = (): number => {
      const start = Math.floor(viewport.top);
      return Array.from({ length: 20 }, (_, at) => library.page?.row(start + at)).filter((row) => !row).length;
    };
    backend.put("added", [fakeTrack(1), fakeTrack(1_555)]);
    backend.put("updated", [fakeTrack(2_050, { plays: 3 })]);
    for (let turn = 0; turn < 60; turn++) {
      expect(blanks()).toBe(0);
      for (const moment of ["rebuild", "event", "read", "reply"] as const) await steps.run(moment);
    }
  });

  test("marks what arrived on the screen as fresh, until it is scrolled", async () => {
    const { steps, backend, library, viewport } = await world(400);
    backend.put("added", [fakeTrack(15), fakeTrack(3_995)]);
    await steps.drain();
    expect([...library.fresh]).toEqual([15]);
    viewport.moveTo(1);
    expect(library.fresh.size).toBe(0);
  });

  test("reads only rows that an event touched and that are held", async () => {
    const { steps, backend } = await world(4_000);
    backend.requested.length = 0;
    backend.commit("library:updated", { action: "updated", track_ids: [39_000] });
    await steps.drain();
    expect(backend.requested).toEqual([]);
    backend.requested.length = 0;
    backend.commit("library:updated", { action: "updated", track_ids: [30] });
    await steps.drain();
    expect(backend.requested).toEqual(["library_rows"]);
  });

  test("reads a row again that was touched while its rows were on their way", async () => {
    const { steps, backend, library, viewport } = await world(4_000);
    viewport.moveTo(1_000);
    await steps.run("read");
    backend.put("updated", [fakeTrack(10_010, { plays: 77 })]);
    await steps.run("event");
    await steps.run("reply");
    expect(library.page?.row(1_000)?.plays).toBe(0);
    await steps.drain();
    expect(library.page?.row(1_000)?.plays).toBe(77);
  });

  test("reads rows again whose folder went offline while they were on their way", async () => {
    const { steps, backend, library, viewport } = await world(4_000);
    viewport.moveTo(1_000);
    await steps.run("read");
    backend.setFolder(fakeFolder(1), "offline");
    await steps.run("event");
    await steps.run("reply");
    expect(library.page?.row(1_000)?.state).toBe("ok");
    await steps.drain();
    expect(library.page?.row(1_000)?.state).toBe("offline");
  });

  test("reads the newest of many searches and none in between", async () => {
    const { steps, backend, library, expectShown } = await world(400);
    backend.requested.length = 0;
    for (const query of ["t", "tr", "tra", "trac", "track 0000", "track 00001"]) library.search(query);
    await steps.drain();
    expect(backend.requested.filter((name) => name === "library_open_view")).toHaveLength(2);
    expect(library.shown?.query).toBe("track 00001");
    expectShown();
  });

  test("shows the old list until the rows of the new one are there", async () => {
    const { steps, library } = await world(400);
    library.search("00003");
    await steps.run("read");
    await steps.run("reply");
    expect(library.shown?.query).toBe("");
    expect(library.total).toBe(400);
    await steps.drain();
    expect(library.shown?.query).toBe("00003");
  });

  test("never shows a list that was not wanted any more when its rows came", async () => {
    const { steps, library } = await world(400);
    library.search("00003");
    await steps.run("read");
    await steps.run("reply");
    library.search("00001");
    await steps.run("read");
    await steps.run("reply");
    expect(library.shown?.query).toBe("");
    await steps.drain();
    expect(library.shown?.query).toBe("00001");
  });

  test("comes back to the track with the focus when the search is cleared", async () => {
    const { steps, stores, library, viewport } = await world(400);
    library.search("3210");
    await steps.drain();
    await stores.selection.click(0);
    expect(stores.selection.focusId).toBe(3_210);
    library.search("");
    await steps.drain();
    expect(viewport.top).toBe(310);
    expect(library.page?.row(320)?.id).toBe(3_210);
  });

  test("turns the order round when sorted by the same column again", async () => {
    const { library } = await world(40);
    expect(library.sortBy("artist")).toEqual({ column: "artist", descending: false });
    expect(library.sortBy("artist")).toEqual({ column: "artist", descending: true });
    expect(library.sortBy("plays")).toEqual({ column: "plays", descending: true });
  });

  test("keeps its rows and says why when a read fails, and reads again when asked", async () => {
    const { steps, backend, library, expectShown } = await world(400);
    backend.fail("library_rows", { code: "database_busy", message: "Busy." });
    library.reload();
    await steps.drain();
    expect(library.error?.message).toBe("Busy.");
    expect(library.page?.row(0)?.id).toBe(10);
    library.reload();
    await steps.drain();
    expectShown();
  });

  test("opens a list again that was closed meanwhile, at the same place", async () => {
    const { steps, backend, library, viewport, expectShown } = await world(4_000);
    viewport.moveTo(300);
    await steps.drain();
    backend.closeViews();
    viewport.moveTo(2_000);
    await steps.drain();
    expect(viewport.top).toBe(2_000);
    expect(library.page?.row(2_000)?.id).toBe(20_010);
    expectShown();
  });

  test("opens its list again when it is told that it was closed", async () => {
    const { steps, backend, expectShown } = await world(400);
    backend.closeViews();
    await steps.drain();
    backend.remove([10, 20]);
    await steps.drain();
    expectShown();
  });

  test("gives up with an error, instead of asking forever, when a list cannot be kept open", async () => {
    const { steps, backend, library } = await world(400);
    for (let time = 0; time < 20; time++) backend.fail("library_rows", { code: "view_gone", message: "Gone." });
    library.reload();
    await steps.drain();
    expect(library.error?.message).toBe("Gone.");
  });
});
