// @vitest-environment node
import { beforeEach, describe, expect, test } from "vitest";

import { FakeVisibility, Steps } from "../../../tests/steps";
import { fakeTrack } from "../backend.fake";
import { connect } from "../connect";
import type { PlayerState } from "../contract.gen";
import { Stores } from ".";
import { positionAt } from "./player.svelte";

let steps: Steps;
let stores: Stores;
let now: number;
const visibility = new FakeVisibility();

beforeEach(async () => {
  steps = new Steps();
  now = 1_000_000;
  const { backend } = steps;
  backend.player.now = () => now;
  for (let id = 1; id <= 5; id++) backend.tracks.set(id, fakeTrack(id));
  backend.lists.fillQueue([1, 2, 3, 4]);
  visibility.show();
  stores = new Stores(backend, visibility);
  const connecting = connect(backend, stores);
  await steps.drain();
  await connecting;
});

describe("the player", () => {
  test("shows what the database says, and nothing of what an event says", async () => {
    steps.backend.player.be("playing", 5_000);
    await steps.drain();
    steps.backend.commit("player:updated", {
      state: "stopped", entry_id: 99, track_id: 99, duration_ms: 1, position_ms: 1, position_at: 1,
      volume: 1, muted: true, speed: 4, message: "A lie.",
    });
    await steps.run("event");
    expect(stores.player.state).toMatchObject({ state: "playing", entry_id: 1, position_ms: 5_000, message: null });
    await steps.drain();
    expect(stores.player.state).toMatchObject({ state: "playing", entry_id: 1, position_ms: 5_000, message: null });
    expect(stores.player.heard).toEqual({ id: 1, playing: true });
  });

  test("has at most one question on its way, however many events come", async () => {
    steps.backend.requested.length = 0;
    for (let times = 0; times < 20; times++) steps.backend.player.be("playing", times);
    while (steps.waiting("event") > 0) await steps.run("event");
    expect(steps.backend.requested.filter((name) => name === "player_state")).toHaveLength(1);
    await steps.drain();
    expect(steps.backend.requested.filter((name) => name === "player_state")).toHaveLength(2);
    expect(stores.player.state?.position_ms).toBe(19);
  });

  test("drops an answer that is older than what is shown", async () => {
    steps.backend.player.be("playing", 5_000);
    await steps.drain();
    steps.backend.player.state = "stopped";
    steps.backend.seq -= 1;
    stores.player.reload();
    await steps.drain();
    expect(stores.player.state?.state).toBe("playing");
  });

  test("is not read by a page that cannot be seen, until it can", async () => {
    visibility.hide();
    steps.backend.player.be("playing", 7_000);
    await steps.drain();
    expect(stores.player.state?.state).toBe("stopped");
    visibility.show();
    await steps.drain();
    expect(stores.player.state).toMatchObject({ state: "playing", position_ms: 7_000 });
  });

  test("learns what follows from changes of the queue, and of its tracks from theirs", async () => {
    expect(stores.player.state?.next?.id).toBe(2);
    void stores.queue.move([3], 2);
    await steps.drain();
    expect(stores.player.state?.next?.id).toBe(3);
    void stores.favorites.set([1], true);
    await steps.drain();
    expect(stores.player.track?.favorite).toBe(true);
    steps.backend.put("updated", [fakeTrack(3, { title: "Renamed" })]);
    await steps.drain();
    expect(stores.player.state?.next?.title).toBe("Renamed");
    steps.backend.requested.length = 0;
    steps.backend.put("updated", [fakeTrack(5, { title: "Elsewhere" })]);
    await steps.drain();
    expect(steps.backend.requested).not.toContain("player_state");
  });

  test("is read again when a setting of it changes, and for no other", async () => {
    for (const [key, times] of [["speed", 1], ["volume", 1], ["theme", 0]] as const) {
      steps.backend.requested.length = 0;
      steps.backend.commit("settings:updated", { key, value: 1, previous_value: 2 });
      await steps.drain();
      expect(steps.backend.requested.filter((name) => name === "player_state"), key).toHaveLength(times);
    }
  });

  test("keeps why something was refused until it does what it is asked for again", async () => {
    steps.backend.fail("player_toggle", { code: "player", message: "libmpv is missing.", hint: "Install it." });
    void stores.player.toggle();
    await steps.drain();
    expect(stores.player.refused).toMatchObject({ message: "libmpv is missing.", hint: "Install it." });
    steps.backend.player.be("paused", 1);
    await steps.drain();
    expect(stores.player.refused).not.toBeNull();
    void stores.player.toggle();
    await steps.drain();
    expect(stores.player.refused).toBeNull();
    expect(stores.player.playing).toBe(true);
  });

  test("has gone to another place when the state that is shown has", async () => {
    let over = false;
    void stores.player.seek(61_234.4).then(() => (over = true));
    await steps.run("read");
    await steps.run("reply");
    expect(over).toBe(false);
    await steps.drain();
    expect(over).toBe(true);
    expect(stores.player.state?.position_ms).toBe(61_234);
  });

  test("is right in the end, in whatever order things come", async () => {
    for (let seed = 1; seed <= 40; seed++) {
      let state = seed;
      const random = (below: number): number => {
        state = (state * 48_271) % 2_147_483_647;
        return state % below;
      };
      for (let turn = 0; turn < 60; turn++) {
        const { player } = steps.backend;
        const acts = [
          () => {
            player.be(random(2) === 0 ? "playing" : "paused", random(9_000));
          },
          () => void steps.backend.request("settings_set", { key: "speed", value: 1 + random(3) / 4 }),
          () => void stores.player.next(), () => void stores.player.previous(), () => void stores.player.toggle(),
          () => void stores.queue.shuffle(random(2) === 0), () => (now += random(5_000)),
        ];
        acts[random(acts.length)]?.();
        const moment = (["read", "reply", "event", "rebuild"] as const)[random(4)];
        if (moment) await steps.run(moment, random(5));
      }
      await steps.drain();
      const truth = steps.backend.player.answers.player_state({});
      expect({ ...stores.player.state, as_of: 0 }, `seed ${String(seed)}`).toEqual({ ...truth, as_of: 0 });
    }
  });
});

describe("the place in the track", () => {
  const state = (fields: Partial<PlayerState>): PlayerState => ({
    as_of: 1, epoch: "first", state: "playing", entry_id: 1, track: fakeTrack(1), next: null, duration_ms: 200_000,
    position_ms: 10_000, position_at: 1_000, volume: 80, muted: false, speed: 1, output_device: "auto", sleep: null,
    message: null, ...fields,
  });

  test("moves on with the clock, as fast as is played", () => {
    expect(positionAt(state({}), 3_000)).toBe(12_000);
    expect(positionAt(state({ speed: 1.5 }), 3_000)).toBe(13_000);
  });

  test("stays while nothing plays, ends at the end, and never runs backwards", () => {
    expect(positionAt(state({ state: "paused" }), 60_000)).toBe(10_000);
    expect(positionAt(state({}), 10_000_000)).toBe(200_000);
    expect(positionAt(state({}), 0)).toBe(10_000);
    expect(positionAt(state({ duration_ms: 0 }), 3_000)).toBe(12_000);
    expect(positionAt(null, 3_000)).toBe(0);
  });
});
