/** The clock that runs on from where the backend said the player was. One a window. */
import { createContext } from "svelte";

import { positionAt, type PlayerStore } from "../../lib/stores/player.svelte";

/** Milliseconds between two looks at the clock. */
const TICK = 250;

export class PlayerClock {
  readonly #player: PlayerStore;
  #now = $state(Date.now());
  #hidden = $state(document.visibilityState === "hidden");

  /** Made while a component is made: it runs as long as that is there, while something plays and can be seen. */
  constructor(player: PlayerStore) {
    this.#player = player;
    $effect(() => {
      const look = (): void => {
        this.#hidden = document.visibilityState === "hidden";
      };
      document.addEventListener("visibilitychange", look);
      return () => {
        document.removeEventListener("visibilitychange", look);
      };
    });
    $effect(() => {
      const { state } = player;
      const look = (): void => {
        this.#now = Date.now();
      };
      look();
      if (state?.state !== "playing" || this.#hidden) return;
      const timer = setInterval(look, TICK);
      return () => {
        clearInterval(timer);
      };
    });
  }

  /** Where in the track the player is, in milliseconds. */
  get position(): number {
    return positionAt(this.#player.state, this.#now);
  }

  /** The moment of the last look, in milliseconds since the Unix epoch. */
  get now(): number {
    return this.#now;
  }
}

/** The clock, for components below the one that set it. */
export const [getClock, setClock] = createContext<PlayerClock>();
