// @vitest-environment node
import { beforeEach, describe, expect, test } from "vitest";

import { FakeVisibility, Steps } from "../../../tests/steps";
import { fakeTrack } from "../backend.fake";
import { connect } from "../connect";
import { Stores } from ".";

let steps: Steps;
let stores: Stores;

beforeEach(async () => {
  steps = new Steps();
  const { backend } = steps;
  backend.player.now = () => 1_000_000;
  for (let id = 1; id <= 9; id++) backend.tracks.set(id, fakeTrack(id));
  for (let at = 0; at < 300; at++) backend.player.heard((at % 9) + 1, 200_000, true);
  stores = new Stores(backend, new FakeVisibility());
  const connecting = connect(backend, stores);
  await steps.drain();
  await connecting;
});

const reads = (): number => steps.backend.requested.filter((name) => name === "plays_list").length;
const firstIds = (count: number): unknown[] =>
  Array.from({ length: count }, (_each, at) => stores.plays.page?.row(at)?.play_id);

describe("what was heard", () => {
  test("is read only while somebody looks at it", async () => {
    expect(reads()).toBe(0);
    stores.plays.open();
    await steps.drain();
    expect(stores.plays.total).toBe(300);
    expect(firstIds(3)).toEqual([300, 299, 298]);
    stores.plays.close();
    const before = reads();
    steps.backend.player.heard(4, 1_000, false);
    await steps.drain();
    expect(reads()).toBe(before);
    stores.plays.open();
    await steps.drain();
    expect(firstIds(2)).toEqual([301, 300]);
  });

  test("is not read on once nobody looks any more", async () => {
    stores.plays.open();
    stores.plays.close();
    await steps.drain();
    expect(reads()).toBe(1);
  });

  test("follows what is heard, and the tracks it shows", async () => {
    stores.plays.open();
    await steps.drain();
    steps.backend.player.heard(7, 12_000, false);
    await steps.drain();
    expect(stores.plays.page?.row(0)).toMatchObject({ play_id: 301, counted: false, listened_ms: 12_000, track: { id: 7 } });
    steps.backend.put("updated", [fakeTrack(7, { title: "Renamed" })]);
    await steps.drain();
    expect(stores.plays.page?.row(0)?.track.title).toBe("Renamed");
    void stores.favorites.set([7], true);
    await steps.drain();
    expect(stores.plays.page?.row(0)?.track.favorite).toBe(true);
  });

  test("stays where it is read while more comes in above", async () => {
    let top = 150.5;
    stores.plays.open();
    stores.plays.attach({ get top() { return top; }, moveTo: (row) => (top = row) });
    stores.plays.show(150, 20);
    await steps.drain();
    const before = stores.plays.page?.row(150)?.play_id;
    steps.backend.player.heard(1, 200_000, true);
    steps.backend.player.heard(2, 200_000, true);
    await steps.drain();
    expect(top).toBe(152.5);
    expect(stores.plays.page?.row(152)?.play_id).toBe(before);
  });

  test("is read where somebody scrolls to", async () => {
    stores.plays.open();
    await steps.drain();
    expect(stores.plays.page?.row(280)).toBeUndefined();
    stores.plays.show(270, 20);
    await steps.drain();
    expect(stores.plays.page?.row(280)?.play_id).toBe(20);
    expect((await Promise.all([stores.plays.rows(279, 2), steps.drain()]))[0].map(({ play_id }) => play_id)).toEqual([21, 20]);
  });

  test("says why it could not be read, and reads at the next chance", async () => {
    steps.backend.fail("plays_list", { message: "Busy." });
    stores.plays.open();
    await steps.drain();
    expect(stores.plays.error?.message).toBe("Busy.");
    stores.plays.changed();
    await steps.drain();
    expect(stores.plays.error).toBeNull();
    expect(stores.plays.total).toBe(300);
  });
});
