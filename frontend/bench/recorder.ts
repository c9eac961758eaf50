/** Notes when events are handled, and how much script that takes. */
import type { Backend } from "../src/lib/backend";
import type { EventMap, EventName } from "../src/lib/contract.gen";

/** What was heard and done since `begin`. Times are in ms; WebKit's clock ticks once a millisecond. */
export interface Heard {
  /** Events handled, without those about delivery. */
  events: number;
  /** When the last of them was handled. */
  lastAt: number | null;
  /** The most script one flush ran, or, without flushes, one event. */
  longestFlush: number;
  /** All script that handling events ran. */
  script: number;
}

const nothing = (): Heard => ({ events: 0, lastAt: null, longestFlush: 0, script: 0 });

export class Recorder {
  #heard = nothing();
  #flush = 0;
  #first: { readonly name: EventName; readonly resolve: (at: number) => void } | null = null;
  /** The last change that was handed over; null on a backend without flushes. */
  flushed: number | null = null;

  get heard(): Readonly<Heard> {
    return this.#heard;
  }

  /** Count from here. */
  begin(): void {
    this.#heard = nothing();
    this.#flush = 0;
  }

  /** The moment the next event of this name reaches its handler. */
  next(name: EventName): Promise<number> {
    return new Promise((resolve) => {
      this.#first = { name, resolve };
    });
  }

  /** Handle an event, noting when and how long. */
  handle<N extends EventName>(name: N, event: EventMap[N], handler: (event: EventMap[N]) => void): void {
    const began = performance.now();
    handler(event);
    // What the handler has changed is drawn by microtasks it has queued: this one comes after them.
    queueMicrotask(() => {
      this.#ended(began);
      if (name !== "feed:flushed") return;
      const { seq } = event as EventMap["feed:flushed"];
      if (Number.isFinite(seq)) this.flushed = seq;
      this.#flushEnded();
    });
    if (name === "feed:flushed") return;
    this.#heard.events++;
    this.#heard.lastAt = began;
    if (this.#first?.name === name) {
      this.#first.resolve(began);
      this.#first = null;
    }
  }

  #ended(began: number): void {
    const took = performance.now() - began;
    this.#flush += took;
    this.#heard.script += took;
  }

  #flushEnded(): void {
    this.#heard.longestFlush = Math.max(this.#heard.longestFlush, this.#flush);
    this.#flush = 0;
  }
}

/** The backend, with every event noted. */
export function measured(backend: Backend, recorder: Recorder): Backend {
  return {
    request: (name, body) => backend.request(name, body),
    listen: (name, handler) =>
      backend.listen(name, (event) => {
        recorder.handle(name, event, handler);
      }),
    onFolderDrag: (handler) => backend.onFolderDrag(handler),
  };
}
