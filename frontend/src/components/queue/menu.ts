/** What can be done with the whole queue. */
import CircleStop from "@lucide/svelte/icons/circle-stop";
import ListX from "@lucide/svelte/icons/list-x";
import Locate from "@lucide/svelte/icons/locate-fixed";
import Save from "@lucide/svelte/icons/list-plus";
import Shuffle from "@lucide/svelte/icons/shuffle";
import Trash from "@lucide/svelte/icons/trash-2";

import type { Stores } from "../../lib/stores";
import type { MenuItem } from "../../ui/menu";

export function queueItems({ queue, toasts, navigation }: Stores, showCurrent: () => void): readonly MenuItem[] {
  const { state, length, current } = queue;
  const stops = state?.stop_after_current ?? false;
  return [
    { label: "Show the current track", icon: Locate, disabled: current === null, run: showCurrent, testid: "queue-show-current" },
    {
      label: stops ? "Go on after the current track" : "Stop after the current track",
      icon: CircleStop,
      testid: "queue-stop",
      run: () => void toasts.attempt(queue.stopAfterCurrent(!stops)),
    },
    ...(state?.shuffle
      ? [{ label: "Shuffle again", icon: Shuffle, testid: "queue-reshuffle", run: () => void toasts.act(queue.shuffle(true)) }]
      : []),
    "line",
    {
      label: "Save as a playlist…",
      icon: Save,
      disabled: length === 0,
      testid: "queue-save",
      run: () => {
        navigation.dialog = "save-queue";
      },
    },
    "line",
    {
      label: "Keep only the current track",
      icon: ListX,
      disabled: current === null || length < 2,
      testid: "queue-keep-current",
      run: () => void toasts.act(queue.keepCurrent()),
    },
    { label: "Clear the queue", icon: Trash, disabled: length === 0, testid: "queue-clear", run: () => void toasts.act(queue.clear()) },
  ];
}
