/** The liked songs. A row says itself whether its track is one, and their list is a section of the library. */
import type { Backend } from "../backend";
import type { Acted, FavoritesUpdated } from "../contract.gen";

/** Something that shows tracks, and reads those again that were touched. */
export interface ShowsTracks {
  /** @param seq the last change that touched them; none for one that is being made */
  touch(track_ids: readonly number[], seq?: number): void;
}

export class FavoritesStore {
  readonly #backend: Backend;
  readonly #lists: readonly ShowsTracks[];

  /** @param lists everything that shows tracks */
  constructor(backend: Backend, lists: readonly ShowsTracks[]) {
    this.#backend = backend;
    this.#lists = lists;
  }

  /** `favorites:updated`: rows that show the track are read again. That the list has changed comes as `view:updated`. */
  apply(event: FavoritesUpdated, seq: number): void {
    this.#touch([event.track_id], seq);
  }

  /** Make tracks favorites, or favorites no more. The rows are read right behind the act, with its outcome. */
  set(track_ids: readonly number[], favorite: boolean): Promise<Acted> {
    const act = this.#backend.request("favorites_set", { track_ids, favorite });
    this.#touch(track_ids);
    return act;
  }

  #touch(track_ids: readonly number[], seq?: number): void {
    for (const list of this.#lists) list.touch(track_ids, seq);
  }
}
