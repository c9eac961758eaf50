/** A fake backend whose every moment is chosen by the test. */
import { FakeBackend, type Moment } from "../src/lib/backend.fake";
import { inFlushes, type Handlers } from "../src/lib/connect";
import { EVENT_NAMES } from "../src/lib/contract.gen";
import type { Visibility } from "../src/lib/reread";

/** Whether the page can be seen, as the test says. */
export class FakeVisibility implements Visibility {
  hidden = false;
  readonly #callbacks: (() => void)[] = [];

  onShown(callback: () => void): void {
    this.#callbacks.push(callback);
  }

  hide(): void {
    this.hidden = true;
  }

  show(): void {
    this.hidden = false;
    for (const callback of this.#callbacks) callback();
  }
}

/** Hear every event a window handles, without the rest of its coming to life. */
export async function hear(backend: FakeBackend, handlers: Handlers): Promise<void> {
  const receive = inFlushes(handlers, (handle) => {
    handle();
  });
  for (const name of EVENT_NAMES) {
    await backend.listen(name, (event) => {
      receive(name, event);
    });
  }
}

/** Let everything that waits for a promise go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 16; turn++) await Promise.resolve();
}

/** What waits to happen: requests to be read, replies to arrive, views to be rebuilt, events to be heard in order. */
export class Steps {
  readonly backend: FakeBackend;
  readonly #waiting: Record<Moment, (() => void)[]> = { read: [], reply: [], rebuild: [], event: [] };

  constructor() {
    this.backend = new FakeBackend((moment, work) => this.#waiting[moment].push(work));
  }

  /** How much of a kind waits. */
  waiting(moment: Moment): number {
    return this.#waiting[moment].length;
  }

  /** Let one thing of a kind happen; `pick` chooses among those whose order is free. */
  async run(moment: Moment, pick = 0): Promise<void> {
    const list = this.#waiting[moment];
    // Events reach a window in their order; everything else may overtake.
    const at = moment === "event" ? 0 : pick % Math.max(1, list.length);
    list.splice(at, 1)[0]?.();
    await settle();
  }

  /** The window is too far behind: what waits to be heard is dropped, and one reset takes its place. */
  overflow(): void {
    this.#waiting.event.length = 0;
    this.backend.flush("feed:reset", { seq: this.backend.seq });
  }

  /** Let everything happen until nothing waits any more. */
  async drain(): Promise<void> {
    const moments: readonly Moment[] = ["rebuild", "event", "read", "reply"];
    for (let turn = 0; turn < 10_000; turn++) {
      await settle();
      const next = moments.find((moment) => this.waiting(moment) > 0);
      if (!next) return;
      await this.run(next);
    }
    throw new Error("The window never stops reading.");
  }
}
