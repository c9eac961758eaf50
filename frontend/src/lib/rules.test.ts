// @vitest-environment node
/**
 * What each of two rules does for a store that shows one value: of one kind of read one at a time, and a reply older
 * than the one shown is dropped. Here replies come in any order, which a backend with many threads may well do.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { FakeVisibility, settle } from "../../tests/steps";
import { isOlder, Rereads, type Stamp } from "./reread";

interface Rules {
  readonly oneAtATime: boolean;
  readonly dropsOlder: boolean;
}

/** A number in a database, a store that shows it by some of the rules, and everything that is on its way. */
function world({ oneAtATime, dropsOlder }: Rules) {
  let seq = 0;
  const requests: (() => void)[] = [];
  const replies: (() => void)[] = [];
  const request = (): Promise<Stamp> =>
    new Promise((resolve) => {
      requests.push(() => {
        const reply = { as_of: seq, epoch: "only" };
        replies.push(() => {
          resolve(reply);
        });
      });
    });

  const seen = { older: 0 };
  let shown: Stamp | null = null;
  const read = async (): Promise<void> => {
    const reply = await request();
    const older = isOlder(reply, shown);
    if (older) seen.older++;
    if (!older || !dropsOlder) shown = reply;
  };
  const reread = new Rereads(new FakeVisibility()).kind(read);

  const take = async (list: (() => void)[], at: number): Promise<void> => {
    list.splice(at % Math.max(1, list.length), 1)[0]?.();
    await settle();
  };
  return {
    seen,
    isRight: () => shown?.as_of === seq,
    commit: () => {
      seq++;
    },
    event: () => {
      if (oneAtATime) reread.mark();
      else void read();
    },
    arrive: (at: number) => take(requests, at),
    answer: (at: number) => take(replies, at),
    onItsWay: () => requests.length + replies.length,
  };
}

const STEPS = fc.array(fc.tuple(fc.constantFrom("commit", "event", "arrive", "answer"), fc.nat(9)), { maxLength: 60 });

/** Go any way, then let all events, requests and replies come. */
async function play(rules: Rules, steps: readonly (readonly [string, number])[]) {
  const all = world(rules);
  let untold = 0;
  const commit = (): void => {
    all.commit();
    untold++;
  };
  const event = (): void => {
    if (untold > 0) all.event();
    untold = Math.max(0, untold - 1);
  };
  commit();
  for (const [step, at] of steps) {
    if (step === "commit") commit();
    else if (step === "event") event();
    else await (step === "arrive" ? all.arrive(at) : all.answer(at));
  }
  while (untold > 0) event();
  for (let turn = 0; turn < 200 && all.onItsWay() > 0; turn++) {
    await all.arrive(turn);
    await all.answer(turn);
  }
  return all;
}

describe("a store of one value is right in the end", () => {
  test("by reading one at a time alone, for then no reply is ever older than the one before", async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, async (steps) => {
        const { seen, isRight } = await play({ oneAtATime: true, dropsOlder: false }, steps);
        expect(seen.older).toBe(0);
        expect(isRight()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("by dropping older replies alone", async () => {
    await fc.assert(
      fc.asyncProperty(STEPS, async (steps) => {
        const { isRight } = await play({ oneAtATime: false, dropsOlder: true }, steps);
        expect(isRight()).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("but not without either: the first of two replies that overtake each other stays", async () => {
    const steps = [["event", 0], ["arrive", 0], ["commit", 0], ["event", 0], ["arrive", 0], ["answer", 1]] as const;
    const { seen, isRight } = await play({ oneAtATime: false, dropsOlder: false }, steps);
    expect(seen.older).toBe(1);
    expect(isRight()).toBe(false);
  });
});
