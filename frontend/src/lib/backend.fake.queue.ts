/** The queue of the fake backend. */
import type { Acted, EventMap, QueueEntry, Repeat, RequestName, Source } from "./contract.gen";
import { FakeEntries, gone, inserted, moved, NOTHING_DONE, tracks, without, type Answers } from "./backend.fake.entries";

export interface QueueContent {
  readonly order: readonly number[];
  readonly unshuffled: readonly number[] | null;
  readonly current: number | null;
}

export abstract class FakeQueue extends FakeEntries {
  queue: QueueContent = { order: [], unshuffled: null, current: null };
  repeat: Repeat = "off";
  stopAfterCurrent = false;

  /** Make a playlist of entries, as an act. */
  protected abstract create(name: string, entry_ids: readonly number[], verb: string): Acted & { playlist_id: number };

  /** Put tracks into the queue without an event, before anybody looks. */
  fillQueue(track_ids: readonly number[], current = 0): void {
    const order = this.make(track_ids);
    this.queue = { order, unshuffled: null, current: order[current] ?? null };
    for (const id of order.slice(0, current)) this.entry(id).played = true;
  }

  /** Make an entry the current one, and say so. */
  makeCurrent(entry_id: number): void {
    const { current, order } = this.queue;
    if (!order.includes(entry_id)) throw gone("entry");
    if (current !== null) this.entry(current).played = true;
    this.entry(entry_id).played = false;
    this.queue = { ...this.queue, current: entry_id };
    this.tellState();
  }

  /** Put a list in the place of the queue, with the entry at a place of it as the current one. */
  replaceQueue(source: Source, place: number): Acted {
    const order = this.make(this.found(source));
    // Entries of a playlist that wait for their file count as places, too.
    const before = source.playlist_id == null ? place : this.tracksOf(this.orderOf(source.playlist_id).slice(0, place)).length;
    return this.#actOnQueue(`Played ${tracks(order.length)}`, { order, unshuffled: null, current: order[before] ?? null });
  }

  /** The queue as a window should show it. */
  queueRows(): QueueEntry[] {
    return this.queue.order.map((entry_id) => {
      const { track_id, played } = this.entry(entry_id);
      return { entry_id, played, track: this.host.track(track_id ?? 0) };
    });
  }

  protected tellState(): void {
    const { current, unshuffled } = this.queue;
    this.host.commit("queue:state-changed", {
      current_entry_id: current, shuffle: unshuffled !== null, repeat: this.repeat, stop_after_current: this.stopAfterCurrent,
    });
  }

  #actOnQueue(label: string, after: Partial<QueueContent>): Acted {
    const before = this.queue;
    const order = after.order ?? before.order;
    const from = before.order.indexOf(before.current ?? 0);
    const next = [...before.order.slice(from), ...before.order.slice(0, from).toReversed()].find((id) => order.includes(id));
    const changed = { ...before, current: before.current === null ? null : (next ?? null), ...after };
    if (JSON.stringify(changed) === JSON.stringify(before)) return NOTHING_DONE;
    return this.record(label, (forward) => {
      this.#putQueue(forward ? changed : before);
    });
  }

  #putQueue(content: QueueContent): void {
    const { order: before, current, unshuffled } = this.queue;
    this.queue = content;
    const tell = (action: EventMap["queue:updated"]["action"], ids: readonly number[], list: readonly number[]): void => {
      const positions = ids.map((id) => list.indexOf(id)).sort((a, b) => a - b);
      if (ids.length > 0) this.host.commit("queue:updated", { action, positions, queue_length: content.order.length });
    };
    const added = without(content.order, before);
    tell("removed", without(before, content.order), before);
    const stayed = without(before, without(before, content.order));
    const moved = without(content.order, added).filter((id, at) => stayed[at] !== id);
    tell("reordered", moved, content.order);
    tell("added", added, content.order);
    if (current !== content.current || (unshuffled === null) !== (content.unshuffled === null)) this.tellState();
  }

  #toggledShuffle(on: boolean): Partial<QueueContent> {
    const { order, unshuffled, current } = this.queue;
    if (!on) return { order: unshuffled ?? order, unshuffled: null };
    const place = current === null ? -1 : order.indexOf(current);
    const rest = without(order, current === null ? [] : [current]);
    // Any other order will do, and the same one each time makes tests repeatable.
    const mixed = rest.map((_id, at) => rest[(at * 7 + 3) % rest.length] ?? 0);
    const permuted = new Set(mixed).size === rest.length ? mixed : rest.toReversed();
    return {
      order: current === null ? permuted : permuted.toSpliced(place, 0, current),
      unshuffled: unshuffled ?? order,
    };
  }

  protected readonly queueAnswers: Answers<Extract<RequestName, `queue_${string}`>> = {
    queue_state: () => {
      const { order, current, unshuffled } = this.queue;
      return {
        ...this.host.stamp(), total: order.length, current_entry_id: current,
        current_place: current === null ? null : order.indexOf(current),
        shuffle: unshuffled !== null, repeat: this.repeat, stop_after_current: this.stopAfterCurrent,
      };
    },
    queue_rows: ({ start, count }) => this.slice(this.queueRows(), start, count),
    queue_locate: ({ entry_ids }) => this.places(this.queue.order, entry_ids),
    queue_entry_ids: ({ start, count }) => {
      return { ...this.host.stamp(), start, entry_ids: this.queue.order.slice(start, start + count) };
    },
    queue_add: ({ source, at = "end", before_entry_id = null }) => {
      const { order, current, unshuffled } = this.queue;
      const found = this.found(source);
      const next = current === null ? order[0] : order[order.indexOf(current) + 1];
      const before = before_entry_id ?? (at === "next" ? (next ?? null) : null);
      const fresh = this.make(found);
      const act = this.#actOnQueue(`Added ${tracks(found.length)} to the queue`, {
        order: inserted(order, before, fresh),
        unshuffled: unshuffled && [...unshuffled, ...fresh],
      });
      return { ...act, added: found.length, unknown: source.paths && found.length === 0 ? source.paths.length : 0 };
    },
    queue_remove: ({ entry_ids }) => {
      const { order, unshuffled } = this.queue;
      const left = without(order, entry_ids);
      const after = { order: left, unshuffled: unshuffled && without(unshuffled, entry_ids) };
      return this.#actOnQueue(`Removed ${tracks(order.length - left.length)} from the queue`, after);
    },
    queue_move: ({ entry_ids, before_entry_id }) =>
      this.#actOnQueue(`Moved ${tracks(entry_ids.length)} in the queue`, {
        order: moved(this.queue.order, entry_ids, before_entry_id),
      }),
    queue_clear: () => this.#actOnQueue("Cleared the queue", { order: [], unshuffled: this.queue.unshuffled && [] }),
    queue_keep_current: () => {
      const { current } = this.queue;
      if (current === null) throw gone("entry");
      const after = { order: [current], unshuffled: this.queue.unshuffled && [current] };
      return this.#actOnQueue("Removed all but the current track from the queue", after);
    },
    queue_shuffle: ({ on }) =>
      this.#actOnQueue(on ? "Shuffled the queue" : "Put the queue back in order", this.#toggledShuffle(on)),
    queue_repeat: ({ mode }) => {
      this.repeat = mode;
      this.tellState();
      return {};
    },
    queue_stop_after_current: ({ on }) => {
      this.stopAfterCurrent = on;
      this.tellState();
      return {};
    },
    queue_jump: ({ entry_id }) => {
      this.makeCurrent(entry_id);
      return {};
    },
    queue_save_as_playlist: ({ name }) => {
      const track_ids = this.tracksOf(this.queue.order);
      return { ...this.create(name, this.make(track_ids), "Saved the queue as"), added: track_ids.length, unknown: 0 };
    },
  };
}
