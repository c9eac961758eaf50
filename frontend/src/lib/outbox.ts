/** Requests that are made at once, sent as one message: each message costs the page and the window most of a millisecond. */

/** Sends one request, and waits for its reply; rejected with the text of an error. */
export type Send = (name: string, body: unknown) => Promise<unknown>;

/** What a message of several requests is answered with, for each in its order. */
type Answer = { readonly reply: unknown } | { readonly error: unknown };

/** The name of such a message. */
export const TOGETHER = "together";

interface Waiting {
  readonly name: string;
  readonly body: unknown;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (reason: unknown) => void;
}

export class Outbox {
  readonly send: Send;
  #waiting: Waiting[] = [];

  constructor(send: Send) {
    this.send = send;
  }

  /** Send a request with those that are made in the same turn of the page. They are carried out in this order. */
  add(name: string, body: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, body, resolve, reject });
      if (this.#waiting.length > 1) return;
      queueMicrotask(() => {
        const waiting = this.#waiting;
        this.#waiting = [];
        void this.#post(waiting);
      });
    });
  }

  async #post(waiting: readonly Waiting[]): Promise<void> {
    const [only, ...more] = waiting;
    if (only && more.length === 0) {
      this.send(only.name, only.body).then(only.resolve, only.reject);
      return;
    }
    const body = waiting.map(({ name, body }) => ({ name, body: JSON.stringify(body) }));
    try {
      const answers = (await this.send(TOGETHER, body)) as readonly Answer[];
      // The last first: reads are sent behind the act they show, and a row comes before the notice about it.
      for (const [at, { resolve, reject }] of [...waiting.entries()].reverse()) {
        const answer = answers[at];
        if (answer && "reply" in answer) resolve(answer.reply);
        else reject(answer?.error ?? new Error("the reply is missing"));
      }
    } catch (reason) {
      for (const { reject } of waiting) reject(reason);
    }
  }
}
