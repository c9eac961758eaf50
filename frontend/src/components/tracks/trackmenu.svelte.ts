/** The menu of a list of tracks: where it was asked for, and about what. */
import type { Stores } from "../../lib/stores";
import type { MenuItem } from "../../ui/menu";
import type { Point } from "../list/controls";
import { choiceIn, type ListName } from "./choice";
import { menuOf } from "./menu";

export class TrackMenu {
  readonly #stores: Stores;
  readonly #list: ListName;
  #open = $state.raw<{ readonly items: readonly MenuItem[]; readonly at: Point } | null>(null);

  constructor(stores: Stores, list: ListName) {
    this.#stores = stores;
    this.#list = list;
  }

  /** What is shown, and where; null while it is closed. */
  get shown(): { readonly items: readonly MenuItem[]; readonly at: Point } | null {
    return this.#open;
  }

  /** Open it at a point, about what is chosen now; when nothing is, it stays closed. */
  async open(at: Point): Promise<void> {
    const choice = await choiceIn(this.#stores, this.#list);
    this.#open = choice.ids.length > 0 ? { items: menuOf(this.#stores, choice), at } : null;
  }

  close(): void {
    this.#open = null;
  }
}
