/**
 * The rule by which every store stays right.
 *
 * An event says what changed, never what now is: a store that hears one reads again. At most one read of a kind is in
 * flight; events meanwhile set one mark, and it reads again when the reply is in. A hidden page only marks, and reads
 * when it is shown. A reply older than what is shown, of the same request, is dropped. A reply of another epoch means
 * another database: everything is read anew. No timers and no animation frames, because a hidden page gets none.
 */

/** What every reply that reads the database carries: the last change it has seen, and which database that was. */
export interface Stamp {
  readonly as_of: number;
  readonly epoch: string;
}

/** Whether anybody can see the page. */
export interface Visibility {
  readonly hidden: boolean;
  /** Call back each time the page is shown again. */
  onShown(callback: () => void): void;
}

/** The visibility of this document. */
export function documentVisibility(): Visibility {
  return {
    get hidden() {
      return document.visibilityState === "hidden";
    },
    onShown(callback) {
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState !== "hidden") callback();
      });
    },
  };
}

/** Whether a reply is older than the one shown for the same request, and must be dropped. */
export function isOlder(reply: Stamp, shown: Stamp | null): boolean {
  return shown !== null && reply.epoch === shown.epoch && reply.as_of < shown.as_of;
}

/** One kind of re-read. */
export class Reread {
  readonly #visibility: Visibility;
  readonly #read: () => Promise<void>;
  #marked = false;
  #forced = false;
  #running: Promise<void> | null = null;

  /**
   * @param read reads and applies once; it handles its own failures, because a person has to see them
   */
  constructor(visibility: Visibility, read: () => Promise<void>) {
    this.#visibility = visibility;
    this.#read = read;
  }

  /** Nothing is in flight and nothing is owed that could be read now. */
  get idle(): boolean {
    return this.#running === null && (!this.#marked || this.#visibility.hidden);
  }

  /** Something changed: read again, now or when the read in flight is in or the page is shown. */
  mark(): void {
    this.#marked = true;
    this.resume();
  }

  /** Read if a mark is set and the page can be seen. */
  resume(): void {
    if (this.#marked && !this.#visibility.hidden) void this.#run();
  }

  /** Read something that begins after this call, hidden or not, and wait until nothing is marked any more. */
  async now(): Promise<void> {
    this.#marked = true;
    // Without it a page hidden during the read in flight would end the loop before the read promised here.
    this.#forced = true;
    await this.#run();
  }

  #run(): Promise<void> {
    this.#running ??= this.#loop();
    return this.#running;
  }

  async #loop(): Promise<void> {
    try {
      do {
        this.#marked = false;
        this.#forced = false;
        await this.#read();
      } while (this.#owed());
    } finally {
      this.#running = null;
    }
  }

  /** Whether something was marked while the read was in flight that is to be read at once. */
  #owed(): boolean {
    return this.#marked && (this.#forced || !this.#visibility.hidden);
  }
}

/** All re-reads of a window, and the epoch of the database they read. */
export class Rereads {
  readonly #visibility: Visibility;
  readonly #kinds: Reread[] = [];
  readonly #onEpoch: (() => void)[] = [];
  #epoch: string | null = null;

  constructor(visibility: Visibility) {
    this.#visibility = visibility;
    visibility.onShown(() => {
      for (const kind of this.#kinds) kind.resume();
    });
  }

  /** Add a kind of re-read. */
  kind(read: () => Promise<void>): Reread {
    const kind = new Reread(this.#visibility, read);
    this.#kinds.push(kind);
    return kind;
  }

  /** Call back when a reply shows that the database is another one, as after a restore. */
  onEpoch(callback: () => void): void {
    this.#onEpoch.push(callback);
  }

  /** Take note of a reply's epoch. Every reply goes through here. */
  stamped<R extends Stamp>(reply: R): R {
    const before = this.#epoch;
    this.#epoch = reply.epoch;
    if (before !== null && before !== reply.epoch) for (const callback of this.#onEpoch) callback();
    return reply;
  }

  get idle(): boolean {
    return this.#kinds.every((kind) => kind.idle);
  }
}
