// @vitest-environment node
import { describe, expect, test } from "vitest";

import { settle } from "../../tests/steps";
import { Outbox, TOGETHER } from "./outbox";

interface Sent {
  readonly name: string;
  readonly body: unknown;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

function world() {
  const sent: Sent[] = [];
  const outbox = new Outbox((name, body) => new Promise((resolve, reject) => sent.push({ name, body, resolve, reject })));
  return { sent, outbox };
}

describe("requests", () => {
  test("made in one turn go as one message, in their order, and each gets its own reply, the last first", async () => {
    const { sent, outbox } = world();
    const seen: unknown[] = [];
    for (const name of ["act", "state", "rows"]) void outbox.add(name, { of: name }).then((reply) => seen.push(reply));
    await settle();
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      name: TOGETHER,
      body: [
        { name: "act", body: '{"of":"act"}' },
        { name: "state", body: '{"of":"state"}' },
        { name: "rows", body: '{"of":"rows"}' },
      ],
    });
    sent[0]?.resolve([{ reply: 1 }, { reply: 2 }, { reply: 3 }]);
    await settle();
    expect(seen).toEqual([3, 2, 1]);
  });

  test("made alone, or in different turns, go as they are", async () => {
    const { sent, outbox } = world();
    const replies = [];
    for (const name of ["one", "two"]) {
      replies.push(outbox.add(name, { a: 1 }));
      await settle();
    }
    expect(sent.map(({ name, body }) => [name, body])).toEqual([["one", { a: 1 }], ["two", { a: 1 }]]);
    sent[1]?.resolve("second");
    sent[0]?.resolve("first");
    expect(await Promise.all(replies)).toEqual(["first", "second"]);
  });

  test("fail each with its own error, and all with the error of the message", async () => {
    const { sent, outbox } = world();
    const error = { code: "busy" };
    const replies = [outbox.add("one", {}), outbox.add("two", {}), outbox.add("three", {})];
    await settle();
    sent[0]?.resolve([{ reply: 1 }, { error }]);
    expect(await replies[0]).toBe(1);
    await expect(replies[1]).rejects.toBe(error);
    await expect(replies[2]).rejects.toThrow("missing");
    const both = [outbox.add("one", {}), outbox.add("two", {})];
    await settle();
    sent[1]?.reject(error);
    for (const each of both) await expect(each).rejects.toBe(error);
  });

  test("that follow a message wait for nothing of it", async () => {
    const { sent, outbox } = world();
    void outbox.add("one", {});
    void outbox.add("two", {});
    await settle();
    void outbox.add("three", {});
    await settle();
    expect(sent.map(({ name }) => name)).toEqual([TOGETHER, "three"]);
  });
});
