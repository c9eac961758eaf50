// @vitest-environment node
import { describe, expect, test } from "vitest";

import { FakeVisibility, settle } from "../../../tests/steps";
import { world } from "../../../tests/world";
import { fakeTrack } from "../backend.fake";
import { Rereads } from "../reread";
import { EntryListStore, type Entry, type EntryRows } from "./entries.svelte";

describe("replies of a list", () => {
  const entry = (entry_id: number, title: string): Entry => ({ entry_id, track: fakeTrack(entry_id, { title }) });

  /** A list whose replies the test gives. */
  function answered() {
    const asked: ((reply: EntryRows<Entry>) => void)[] = [];
    const list = new EntryListStore<Entry>(new Rereads(new FakeVisibility()), {
      rows: () => new Promise((resolve) => asked.push(resolve)),
      places: (ids) => Promise.resolve({ as_of: 0, epoch: "one", places: ids.map(() => null) }),
      ids: () => Promise.resolve({ as_of: 0, epoch: "one", start: 0, entry_ids: [] }),
    });
    const answer = async (as_of: number, rows: Entry[], epoch = "one", total = rows.length, start = 0): Promise<void> => {
      await settle();
      asked.shift()?.({ as_of, epoch, total, start, rows });
      await settle();
    };
    return { list, asked, answer };
  }

  test("older than what is shown are dropped, and the next event asks again", async () => {
    const { list, asked, answer } = answered();
    void list.load();
    await answer(7, [entry(1, "seventh")]);
    list.changed();
    await answer(5, [entry(1, "fifth")]);
    expect(list.page?.row(0)?.track?.title).toBe("seventh");
    expect(asked).toHaveLength(0);
    list.changed();
    await answer(8, [entry(1, "eighth")]);
    expect(list.page?.row(0)?.track?.title).toBe("eighth");
  });

  test("that bring more rows of a list which has another length by now are not put beside the old ones", async () => {
    const { list, answer } = answered();
    const run = (from: number, title: string): Entry[] =>
      Array.from({ length: 100 }, (_each, at) => entry(from + at, title));
    list.show(0, 20);
    void list.load();
    await answer(3, run(0, "old"), "one", 400);
    list.show(210, 20);
    await answer(4, run(200, "new"), "one", 399, 200);
    expect(list.page?.row(210)).toBeUndefined();
    await answer(4, [...run(100, "new"), ...run(200, "new")], "one", 399, 100);
    expect(list.page?.row(210)?.track?.title).toBe("new");
    expect(list.page?.row(0)).toBeUndefined();
  });

  test("with fewer rows than the list is said to have are not asked for in a circle", async () => {
    const { list, asked, answer } = answered();
    list.show(0, 20);
    void list.load();
    await answer(3, [entry(1, "only")], "one", 400);
    for (let times = 0; times < 9; times++) await answer(3, [entry(1, "only")], "one", 400);
    expect(asked).toHaveLength(0);
    expect(list.page?.row(0)?.track?.title).toBe("only");
    list.changed();
    await answer(4, Array.from({ length: 100 }, (_each, at) => entry(at, "whole")), "one", 100);
    expect(list.page?.row(99)?.track?.title).toBe("whole");
  });

  test("of another database are believed whatever their number", async () => {
    const { list, answer } = answered();
    void list.load();
    await answer(7, [entry(1, "before")]);
    list.changed();
    await answer(1, [entry(1, "after")], "two");
    expect(list.page?.row(0)?.track?.title).toBe("after");
  });

  test("are waited for one at a time, and what was touched meanwhile is read once more", async () => {
    const { list, asked, answer } = answered();
    void list.load();
    list.changed();
    list.touch([1]);
    list.changed();
    await settle();
    expect(asked).toHaveLength(1);
    await answer(3, [entry(1, "third")]);
    expect(asked).toHaveLength(1);
    list.touch([1]);
    await answer(4, [entry(1, "fourth")]);
    // it was touched while the reply was on its way: the row is shown, and read again
    expect(list.page?.row(0)?.track?.title).toBe("fourth");
    expect(asked).toHaveLength(1);
    await answer(5, [entry(1, "fifth")]);
    expect(list.page?.row(0)?.track?.title).toBe("fifth");
    expect(asked).toHaveLength(0);
  });

  test("are not read again for what the reply on its way has seen already", async () => {
    const { list, asked, answer } = answered();
    void list.load();
    await settle();
    list.touch([1], 4);
    list.touch(undefined, 4);
    await answer(4, [entry(1, "fourth")]);
    expect(asked).toHaveLength(0);
    list.touch([1], 6);
    await settle();
    list.touch([1], 7);
    await answer(6, [entry(1, "sixth")]);
    // the reply has seen the first of the two changes alone
    expect(asked).toHaveLength(1);
    await answer(7, [entry(1, "seventh")]);
    expect(list.page?.row(0)?.track?.title).toBe("seventh");
    expect(asked).toHaveLength(0);
    list.touch([1], 8);
    await settle();
    list.touch();
    await answer(8, [entry(1, "eighth")]);
    // nobody knows when those changed
    expect(asked).toHaveLength(1);
    list.touch([1], 9);
    await answer(9, [entry(1, "ninth")]);
    expect(asked).toHaveLength(0);
  });

  test("marks what has played, though the state was read before the event of a jump came", async () => {
    const { steps, backend, queue, expectShown } = await world(30);
    void queue.repeat("all");
    await steps.run("read");
    await steps.run("reply");
    await steps.run("event");
    void backend.request("queue_jump", { entry_id: backend.lists.queue.order[5] ?? -1 });
    await steps.run("read");
    void queue.repeat("one");
    await steps.run("read", 1);
    while (steps.waiting("read") + steps.waiting("reply") > 0) {
      await steps.run("read");
      await steps.run("reply");
    }
    await steps.drain();
    await expectShown();
  });
});
