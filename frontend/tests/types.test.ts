// @vitest-environment node
/**
 * What must not compile. Each `@ts-expect-error` is an error of its own, found by svelte-check, when the line below it
 * does compile.
 */
/* eslint-disable @typescript-eslint/no-unsafe-return -- what does not compile has no type */
import { expect, test } from "vitest";

import type { Backend } from "../src/lib/backend";
import { FakeBackend } from "../src/lib/backend.fake";
import type { Handlers } from "../src/lib/connect";

declare const complete: Handlers;

export function listening(backend: Backend): void {
  void backend.listen("queue:updated", (event) => event.queue_length);
  // @ts-expect-error a misspelt name is no event
  void backend.listen("queue:update", () => undefined);
  // @ts-expect-error a queue has a length, it is not called so
  void backend.listen("queue:updated", (event) => event.length);
  // @ts-expect-error the payload of another event
  void backend.listen("settings:updated", (event) => event.track_ids);
}

export function asking(backend: Backend): void {
  void backend.request("folders_add", { path: "/music" });
  // @ts-expect-error a misspelt name is no request
  void backend.request("folder_add", { path: "/music" });
  // @ts-expect-error a folder has a path, not a name
  void backend.request("folders_add", { name: "/music" });
  // @ts-expect-error a column that does not exist
  void backend.request("library_open_view", { section: "library", query: "", sort: { column: "bpm", descending: true } });
}

export function handling(): Handlers[] {
  const { "view:updated": _left, ...incomplete } = complete;
  return [
    complete,
    // @ts-expect-error one handler is missing
    incomplete,
    // @ts-expect-error a handler for a name that is no event
    { ...complete, "view:update": () => undefined },
    // @ts-expect-error a handler that reads a field its event does not have
    { ...complete, "folders:updated": (event) => event.path },
  ];
}

test("an event that is listened to arrives with its fields", async () => {
  const backend = new FakeBackend();
  const lengths: number[] = [];
  await backend.listen("queue:updated", (event) => lengths.push(event.queue_length));
  backend.emit("queue:updated", { action: "cleared", positions: null, queue_length: 0 });
  await Promise.resolve();
  expect(lengths).toEqual([0]);
});
