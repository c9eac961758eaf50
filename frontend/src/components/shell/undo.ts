/** Undo and redo, and what is said of them. */
import type { HistoryMoved } from "../../lib/contract.gen";
import type { Stores } from "../../lib/stores";

function say({ toasts }: Stores, moved: HistoryMoved | null, done: string, none: string): void {
  if (!moved) return;
  if (moved.label === null) toasts.done(none);
  else toasts.done(`${done}: ${moved.label}`, moved.not_restored ?? "");
}

/** Take back the newest act, whoever did it, and name it; with an id, only if it is that one. */
export async function undo(stores: Stores, act_id: number | null = null): Promise<void> {
  const moved = await stores.toasts.attempt(stores.history.takeBack(act_id));
  if (moved?.label) stores.toasts.undone(moved.label);
  say(stores, moved, "Undone", "There is nothing to undo.");
}

/** Do again the act that was taken back last, and name it. */
export async function redo(stores: Stores): Promise<void> {
  say(stores, await stores.toasts.attempt(stores.history.doAgain()), "Done again", "There is nothing to do again.");
}
