// @vitest-environment node
import fc from "fast-check";
import { describe, test } from "vitest";

import { ROWS, TRACKS, world, type World } from "../../../tests/world";
import { fakeFolder, fakeTrack } from "../backend.fake";

/** Ids of entries at some places of a list as it is now. */
const some = (order: readonly number[], places: readonly number[]): number[] => [
  ...new Set(places.flatMap((place) => order[place % Math.max(1, order.length)] ?? [])),
];

/** Something a person, another window or the command line does; what it fails with is its own affair. */
function act({ backend, stores, playlist }: World, kind: string, at: readonly number[]): void {
  const [first = 0, second = 0] = at;
  const { order } = backend.lists.queue;
  const entries = backend.lists.playlists.get(playlist)?.order ?? [];
  const source = { track_ids: at.map((id) => (id % TRACKS) + 1) };
  const acts: Record<string, () => Promise<unknown>> = {
    "queue add": () => stores.queue.add(source, first % 2 ? "end" : "next"),
    "queue insert": () => stores.queue.add(source, { before: some(order, [first])[0] ?? -1 }),
    "queue remove": () => stores.queue.remove(some(order, at)),
    "queue move": () => stores.queue.move(some(order, at), some(order, [second])[0] ?? null),
    "queue clear": () => stores.queue.clear(),
    "queue keep": () => stores.queue.keepCurrent(),
    "queue shuffle": () => stores.queue.shuffle(first % 2 === 0),
    "queue jump": () => backend.request("queue_jump", { entry_id: some(order, [first])[0] ?? -1 }),
    "queue repeat": () => stores.queue.repeat(first % 2 ? "all" : "one"),
    "queue stop": () => stores.queue.stopAfterCurrent(first % 2 === 0),
    "playlist add": () => stores.playlists.add(playlist, source, some(entries, [second])[0] ?? null, "add"),
    "playlist remove": () => stores.playlists.remove(playlist, some(entries, at)),
    "playlist move": () => stores.playlists.move(playlist, some(entries, at), null),
    "playlist rename": () => stores.playlists.rename(playlist, `Rain ${String(first)}`),
    "playlist delete": () => stores.playlists.delete(playlist),
    "playlist create": () => stores.playlists.create(`New ${String(first)}`, source),
    like: () => stores.favorites.set(source.track_ids, first % 2 === 0),
    undo: () => stores.history.takeBack(),
    redo: () => stores.history.doAgain(),
    "select queue": () => stores.queue.list.selection.click(first % ROWS, { keep: second % 2 === 0 }),
    "select playlist": () => stores.playlists.list.selection.click(first % ROWS, { range: second % 2 === 0 }),
  };
  acts[kind]?.().catch(() => undefined);
}

const KINDS = ["queue add", "queue insert", "queue remove", "queue move", "queue clear", "queue keep", "queue shuffle",
  "queue jump", "queue repeat", "queue stop", "playlist add", "playlist remove", "playlist move", "playlist rename",
  "playlist delete", "playlist create", "like", "undo", "undo", "redo", "select queue", "select playlist"];

describe("the queue and the playlists", () => {
  test("end with what the backend has, whatever happens in which order", async () => {
    const places = fc.array(fc.nat(400), { minLength: 1, maxLength: 6 });
    const step = fc.oneof(
      { weight: 10, arbitrary: fc.record({ kind: fc.constantFrom(...KINDS), at: places }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant("scroll"), to: fc.nat(300), which: fc.constantFrom("queue", "playlist") }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant("change"), at: places }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("hide", "show", "overflow", "offline", "restore", "reopen") }) },
      { weight: 24, arbitrary: fc.record({ kind: fc.constantFrom("read", "reply", "rebuild", "event"), pick: fc.nat(9) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (stepsTaken) => {
        const made = await world(260);
        const { steps, backend, visibility, stores, playlists, viewports, playlist, expectShown } = made;
        let change = 0;
        for (const next of stepsTaken) {
          change++;
          if ("to" in next) {
            const list = next.which === "queue" ? stores.queue.list : playlists.list;
            viewports[next.which === "queue" ? "queue" : "playlist"].moveTo(Math.min(next.to, Math.max(0, list.total - ROWS)));
          } else if (next.kind === "change" && "at" in next) {
            backend.put("updated", next.at.map((id) => fakeTrack((id % TRACKS) + 1, { plays: change })));
          } else if ("at" in next) act(made, next.kind, next.at);
          else if ("pick" in next) await steps.run(next.kind, next.pick);
          else if (next.kind === "hide") visibility.hide();
          else if (next.kind === "show") visibility.show();
          else if (next.kind === "overflow") steps.overflow();
          else if (next.kind === "offline") backend.setFolder(fakeFolder(1), change % 2 === 0 ? "offline" : "online");
          else if (next.kind === "restore") backend.replaceDatabase(`epoch ${String(change)}`, [fakeTrack(7), fakeTrack(9)]);
          else {
            playlists.open(null);
            playlists.open(playlist);
          }
        }
        visibility.show();
        await steps.drain();
        await expectShown();
      }),
      { numRuns: 300 },
    );
  }, 240_000);
});
