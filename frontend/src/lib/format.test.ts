// @vitest-environment node
import { expect, test } from "vitest";

import { counted, length, span, took } from "./format";

test.each([
  [0, "0:00"],
  [999, "0:01"],
  [61_400, "1:01"],
  [3_599_999, "1:00:00"],
  [36_000_000, "10:00:00"],
])("a track of %i ms has the length %s", (ms, text) => {
  expect(length(ms)).toBe(text);
});

test.each([
  [4_000, "4 s"],
  [12 * 60_000, "12 min"],
  [252 * 60_000, "4 h 12 min"],
  [76 * 3_600_000, "3 d 4 h"],
  [1_200 * 86_400_000, "1,200 d 0 h"],
])("a list of %i ms takes %s", (ms, text) => {
  expect(span(ms)).toBe(text);
});

test.each([
  [480, "0.5 s"],
  [9_949, "9.9 s"],
  [9_951, "10 s"],
  [89_000, "89 s"],
  [200_000, "3 min"],
])("a scan of %i ms took %s", (ms, text) => {
  expect(took(ms)).toBe(text);
});

test("a count agrees with its noun", () => {
  expect([0, 1, 2_000].map((value) => counted(value, "track"))).toEqual(["0 tracks", "1 track", "2,000 tracks"]);
});
