// @vitest-environment node
import { expect, test } from "vitest";

import { FakeVisibility } from "../../../tests/steps";
import { Rereads } from "../reread";
import { Meanwhile } from "./meanwhile";

/** The tracks that are marked on a page now; null for none, undefined for all. */
function marked(meanwhile: Meanwhile): readonly number[] | null | undefined {
  let found: readonly number[] | null | undefined = null;
  const page = {
    touched(tracks?: ReadonlySet<number>) {
      found = tracks && [...tracks];
      return page;
    },
  };
  meanwhile.mark(page);
  return found;
}

test("what is touched is kept while a reply is on its way, and no longer", () => {
  const meanwhile = new Meanwhile(new Rereads(new FakeVisibility()));
  meanwhile.note([1, 2], 5);
  expect(marked(meanwhile)).toBeNull();
  meanwhile.begin();
  meanwhile.note([3], 6);
  expect(marked(meanwhile)).toEqual([3]);
  meanwhile.note(undefined, 7);
  expect(marked(meanwhile)).toBeUndefined();
  meanwhile.end();
  meanwhile.note([4], 8);
  meanwhile.begin();
  expect(marked(meanwhile)).toBeNull();
  meanwhile.note([5], 9);
  expect(marked(meanwhile)).toEqual([5]);
});
