/** The keys of the player, which work in every window. */
import type { Stores } from "../../lib/stores";
import { louder, mute, nextRepeat, seekBy, toggle, toggleShuffle } from "./acts";
import type { PlayerClock } from "./clock.svelte";

/** Milliseconds that Shift with an arrow goes forth or back. */
const FAR = 10_000;

/** Percent of volume a key adds. */
const LOUDER = 5;

/** Whether a key belongs to what is being typed. */
export function typing(event: KeyboardEvent): boolean {
  return (
    event.target instanceof HTMLElement &&
    event.target.matches("input:not([type='radio'], [type='range'], [type='checkbox']), textarea, select")
  );
}

/** Whether Space presses what has the focus. */
const pressed = (event: KeyboardEvent): boolean =>
  event.target instanceof Element && event.target.closest("button, input[type='radio'], [role='menu']") !== null;

/** Act on a key that is about what is heard; returns whether it was one. */
export function actOnPlayerKey(event: KeyboardEvent, stores: Stores, clock: PlayerClock): boolean {
  const act = found(event, stores, clock);
  if (act === undefined || event.defaultPrevented) return false;
  void act();
  return true;
}

function found(event: KeyboardEvent, stores: Stores, clock: PlayerClock): (() => Promise<void>) | undefined {
  const { player } = stores;
  // Keyboards have keys of their own for these, which mean the same wherever the focus is.
  const media: Record<string, () => Promise<void>> = {
    MediaPlayPause: () => toggle(stores),
    MediaPlay: () => player.play(),
    MediaPause: () => player.pause(),
    MediaStop: () => player.stop(),
    MediaTrackNext: () => player.next(),
    MediaTrackPrevious: () => player.previous(),
  };
  if (event.key in media) return media[event.key];
  if (typing(event) || event.altKey) return undefined;
  if (event.ctrlKey || event.metaKey) {
    if (event.shiftKey) return undefined;
    return { ArrowRight: () => player.next(), ArrowLeft: () => player.previous() }[event.key];
  }
  if (event.key === " " && !event.shiftKey) return pressed(event) ? undefined : () => toggle(stores);
  if (event.shiftKey && event.key.startsWith("Arrow")) {
    return {
      ArrowRight: () => seekBy(stores, clock.position, FAR),
      ArrowLeft: () => seekBy(stores, clock.position, -FAR),
    }[event.key];
  }
  return {
    "+": () => louder(stores, LOUDER),
    "=": () => louder(stores, LOUDER),
    "-": () => louder(stores, -LOUDER),
    m: () => mute(stores),
    s: () => toggleShuffle(stores),
    r: () => nextRepeat(stores),
  }[event.key.toLowerCase()];
}
