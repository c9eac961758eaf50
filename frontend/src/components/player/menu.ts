/** The menu of the player: where the sound comes out, how fast, and when it stops by itself. */
import AudioLines from "@lucide/svelte/icons/audio-lines";
import CircleStop from "@lucide/svelte/icons/circle-stop";
import Gauge from "@lucide/svelte/icons/gauge";
import Moon from "@lucide/svelte/icons/moon";
import Settings from "@lucide/svelte/icons/settings";
import Speaker from "@lucide/svelte/icons/speaker";
import Square from "@lucide/svelte/icons/square";

import type { OutputDevice } from "../../lib/contract.gen";
import type { Stores } from "../../lib/stores";
import type { MenuItem } from "../../ui/menu";

const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 2];
const MINUTES = [15, 30, 45, 60, 90];

/** A speed as it is written: `1.25×`. */
export const written = (speed: number): string => `${String(Math.round(speed * 100) / 100)}×`;

function output({ settings, toasts }: Stores, devices: readonly OutputDevice[]): MenuItem[] {
  const chosen = settings.values.output_device;
  return devices.map(({ name, description }) => ({
    label: description,
    checked: name === chosen,
    run: () => void toasts.attempt(settings.set("output_device", name)),
  }));
}

function speeds({ settings, toasts }: Stores): MenuItem[] {
  const { speed } = settings.values;
  const all = SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed].sort((a, b) => a - b);
  return all.map((each) => ({
    label: each === 1 ? `${written(each)}, as recorded` : written(each),
    checked: each === speed,
    testid: `player-speed-${String(each)}`,
    run: () => void toasts.attempt(settings.set("speed", each)),
  }));
}

function sleeping({ player }: Stores): MenuItem[] {
  const sleep = player.state?.sleep ?? null;
  return [
    { label: "Off", checked: sleep === null, testid: "player-sleep-off", run: () => void player.stayAwake() },
    ...MINUTES.map((minutes) => ({
      label: `After ${String(minutes)} minutes`,
      testid: `player-sleep-${String(minutes)}`,
      run: () => void player.sleepAfter(minutes),
    })),
    { label: "When the track ends", checked: sleep?.end_of_track === true, run: () => void player.sleepAtEnd() },
  ];
}

/** When playing stops by itself, in words; null when it does not. */
export function sleepWords({ player }: Stores, now: number): string | null {
  const sleep = player.state?.sleep;
  if (!sleep) return null;
  if (sleep.at === null) return "Stops at the end of the track";
  const minutes = Math.max(0, Math.ceil((sleep.at - now) / 60_000));
  return minutes <= 1 ? "Stops within a minute" : `Stops in ${String(minutes)} minutes`;
}

export function playerItems(stores: Stores, devices: readonly OutputDevice[]): readonly MenuItem[] {
  const { player, queue, toasts, navigation } = stores;
  const stops = queue.state?.stop_after_current ?? false;
  const items: MenuItem[] = [
    { label: "Output", icon: Speaker, items: output(stores, devices), disabled: devices.length === 0, testid: "player-output" },
    { label: "Speed", icon: Gauge, items: speeds(stores), testid: "player-speed" },
    { label: "Sleep", icon: Moon, items: sleeping(stores), testid: "player-sleep" },
    {
      label: "Stop after the current track",
      icon: CircleStop,
      checked: stops,
      testid: "player-stop-after",
      run: () => void toasts.attempt(queue.stopAfterCurrent(!stops)),
    },
    { label: "Stop", icon: Square, disabled: !player.heard, testid: "player-stop", run: () => void player.stop() },
    "line",
    {
      label: "Now playing",
      icon: AudioLines,
      keys: "N",
      run: () => {
        navigation.toggleNowPlaying();
      },
    },
    {
      label: "Settings of playing",
      icon: Settings,
      run: () => {
        navigation.open("settings");
      },
    },
  ];
  return items;
}
