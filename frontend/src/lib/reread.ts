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
  readonly #mayRead: () => boolean;
  readonly #read: () => Promise<void>;
  #marked = false;
  #forced = false;
  #running: Promise<void> | null = null;

  /**
   * @param mayRead whether what is marked may be read now
   * @param read reads and applies once; it handles its own failures, because a person has to see them
   */
  constructor(mayRead: () => boolean, read: () => Promise<void>) {
    this.#mayRead = mayRead;
    this.#read = read;
  }

  /** Nothing is in flight and nothing is owed that could be read now. */
  get idle(): boolean {
    return this.#running === null && (!this.#marked || !this.#mayRead());
  }

  /** Something changed: read again, now or when the read in flight is in or the page is shown. */
  mark(): void {
    this.#marked = true;
    this.resume();
  }

  /** Read if a mark is set and the page can be seen. */
  resume(): void {
    if (this.#marked && this.#mayRead()) void this.#run();
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
    return this.#marked && (this.#forced || this.#mayRead());
  }
}

/** All re-reads of a window, and the epoch of the database they read. */
export class Rereads {
  readonly #visibility: Visibility;
  readonly #kinds: Reread[] = [];
  readonly #onEpoch: (() => void)[] = [];
  #epoch: string | null = null;
  #gathering = false;

  constructor(visibility: Visibility) {
    this.#visibility = visibility;
    visibility.onShown(() => {
      this.#resume();
    });
  }

  /** Do something that marks kinds more than once, and have each read once, all in the same turn. */
  gather(act: () => void): void {
    this.#gathering = true;
    try {
      act();
    } finally {
      this.#gathering = false;
      this.#resume();
    }
  }

  #resume(): void {
    for (const kind of this.#kinds) kind.resume();
  }

  /** Add a kind of re-read. */
  kind(read: () => Promise<void>): Reread {
    const kind = new Reread(() => !this.#visibility.hidden && !this.#gathering, read);
    this.#kinds.push(kind);
    return kind;
  }

  /** Call back when a reply shows that the database is another one, as after a restore. */
  onEpoch(callback: () => void): void {
    this.#onEpoch.push(callback);
  }

  /** An event told of a change up to `seq`: read again, unless what is shown has seen it, as behind a window's own act. */
  heard(kind: Reread, seq: number, shown: Stamp | null): void {
    if (!this.hasSeen(seq, shown)) kind.mark();
  }

  /**
   * Whether what was read has seen a change. An event of another database may come before a reply that shows it is one,
   * and seem to be seen: that reply has everything read anew.
   */
  hasSeen(seq: number, read: Stamp | null): boolean {
    return read !== null && read.epoch === this.#epoch && read.as_of >= seq;
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
