// @vitest-environment node
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { FakeVisibility, settle } from "../../tests/steps";
import { isOlder, Rereads, type Stamp } from "./reread";

/** A backend of one number, whose reads and replies happen when the test says. */
class Counter {
  seq = 0;
  epoch = "first";
  inFlight = 0;
  mostInFlight = 0;
  readonly reads: (() => void)[] = [];
  readonly replies: (() => void)[] = [];

  request(): Promise<Stamp & { value: number }> {
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    return new Promise((resolve) => {
      this.reads.push(() => {
        const reply = { as_of: this.seq, epoch: this.epoch, value: this.seq };
        this.replies.push(() => {
          this.inFlight--;
          resolve(reply);
        });
      });
    });
  }
}

function world() {
  const backend = new Counter();
  const visibility = new FakeVisibility();
  const rereads = new Rereads(visibility);
  const shown: { stamp: Stamp | null; value: number } = { stamp: null, value: -1 };
  const reread = rereads.kind(async () => {
    const reply = rereads.stamped(await backend.request());
    if (isOlder(reply, shown.stamp)) return;
    shown.stamp = reply;
    shown.value = reply.value;
  });
  const run = async (list: (() => void)[]): Promise<void> => {
    list.shift()?.();
    await settle();
  };
  const drain = async (): Promise<void> => {
    for (let turn = 0; turn < 50 && backend.reads.length + backend.replies.length > 0; turn++) {
      await run(backend.reads);
      await run(backend.replies);
    }
  };
  return { backend, visibility, rereads, reread, shown, run, drain };
}

describe("a kind of re-read", () => {
  test("ends with what the backend has, whatever the order of changes, reads, replies, hiding and showing", async () => {
    const step = fc.constantFrom("commit", "event", "read", "reply", "hide", "show");
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { backend, visibility, rereads, reread, shown, run, drain } = world();
        let unheard = 1;
        for (const next of steps) {
          if (next === "commit") {
            backend.seq++;
            unheard++;
          } else if (next === "event" && unheard > 0) {
            unheard--;
            reread.mark();
          } else if (next === "read") await run(backend.reads);
          else if (next === "reply") await run(backend.replies);
          else if (next === "hide") visibility.hide();
          else if (next === "show") visibility.show();
          expect(backend.mostInFlight).toBeLessThanOrEqual(1);
        }
        while (unheard-- > 0) reread.mark();
        visibility.show();
        await drain();
        expect(shown.value).toBe(backend.seq);
        expect(rereads.idle).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("reads once more for any number of events during a read, not once for each", async () => {
    const { backend, reread, drain } = world();
    reread.mark();
    for (let event = 0; event < 50; event++) reread.mark();
    let reads = 0;
    const request = backend.request.bind(backend);
    backend.request = () => {
      reads++;
      return request();
    };
    await drain();
    expect(reads).toBe(1);
  });

  test("reads nothing while the page is hidden, and once when it is shown", async () => {
    const { backend, visibility, rereads, reread, shown, drain } = world();
    visibility.hide();
    backend.seq = 3;
    reread.mark();
    reread.mark();
    await settle();
    expect(backend.reads).toHaveLength(0);
    expect(rereads.idle).toBe(true);
    visibility.show();
    expect(backend.reads).toHaveLength(1);
    await drain();
    expect(shown.value).toBe(3);
  });

  test("reads for whoever asks to wait, even if the page is hidden meanwhile", async () => {
    const { backend, visibility, reread, shown, drain } = world();
    reread.mark();
    await settle();
    backend.reads.shift()?.();
    backend.seq = 1;
    visibility.hide();
    const done = reread.now();
    await drain();
    await done;
    expect(shown.value).toBe(1);
  });

  test("is not idle while a reply is on its way", async () => {
    const { rereads, reread, drain } = world();
    reread.mark();
    expect(rereads.idle).toBe(false);
    await drain();
    expect(rereads.idle).toBe(true);
  });
});

describe("a reply", () => {
  test("is dropped when an earlier state of the same database than the one shown", () => {
    expect(isOlder({ as_of: 4, epoch: "a" }, { as_of: 5, epoch: "a" })).toBe(true);
    expect(isOlder({ as_of: 5, epoch: "a" }, { as_of: 5, epoch: "a" })).toBe(false);
    expect(isOlder({ as_of: 4, epoch: "b" }, { as_of: 5, epoch: "a" })).toBe(false);
    expect(isOlder({ as_of: 0, epoch: "a" }, null)).toBe(false);
  });

  test("of another epoch is told to everyone, the first one of all is not", () => {
    const rereads = new Rereads(new FakeVisibility());
    let changes = 0;
    rereads.onEpoch(() => changes++);
    rereads.stamped({ as_of: 9, epoch: "first" });
    rereads.stamped({ as_of: 10, epoch: "first" });
    expect(changes).toBe(0);
    rereads.stamped({ as_of: 1, epoch: "second" });
    expect(changes).toBe(1);
  });
});
