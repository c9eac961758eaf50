/** Since when the window shows what the database says. */
import type { Stores } from "../src/lib/stores";

/** A row that must be shown: the track's id and its title. */
export type Expected = readonly [id: number, title: string];

export class Right {
  readonly #stores: Stores;
  #expected: readonly Expected[] = [];
  #since: number | null = null;

  constructor(stores: Stores) {
    this.#stores = stores;
    // The rows change in one assignment; what depends on them, this included, runs in the microtask that draws them.
    $effect.root(() => {
      $effect(() => {
        this.#look();
      });
    });
  }

  /** The first rows of the list are to be these. */
  expect(rows: readonly Expected[]): void {
    this.#expected = rows;
    this.#since = null;
    this.#look();
  }

  /** The moment from which on they have been; null while they are not. */
  get since(): number | null {
    return this.#since;
  }

  #look(): void {
    const { page } = this.#stores.library;
    const right = this.#expected.every(([id, title], place) => {
      const row = page?.row(place);
      return row?.id === id && row.title === title;
    });
    if (!right) this.#since = null;
    else this.#since ??= performance.now();
  }
}
